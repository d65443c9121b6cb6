using System.Globalization;

namespace Holdfast.Selenium.Tests;

/// <summary>Hardly any processor time for some processes, and no less for others: a control group of their own, with 1 ms of each second.</summary>
internal sealed class ProcessorLimit : IDisposable
{
    private const string First = "/sys/fs/cgroup/cpu";
    private const string Second = "/sys/fs/cgroup";

    private readonly string _home;
    private readonly string _folder;
    private bool _isGone;

    private ProcessorLimit(string home, string folder) => (_home, _folder) = (home, folder);

    /// <summary>Makes the group, with nobody in it.</summary>
    /// <param name="why">Why not, when it cannot be made.</param>
    /// <returns>Null when it cannot be made.</returns>
    public static ProcessorLimit? TryMake(out string why)
    {
        bool isFirst = Directory.Exists(First);
        string home = isFirst ? First : Second;
        string folder = Path.Combine(home, $"holdfast-test-{Guid.NewGuid():N}");
        why = "";
        try
        {
            Directory.CreateDirectory(folder);
            if (isFirst)
            {
                File.WriteAllText(Path.Combine(folder, "cpu.cfs_period_us"), "1000000");
                File.WriteAllText(Path.Combine(folder, "cpu.cfs_quota_us"), "1000");
            }
            else
            {
                File.WriteAllText(Path.Combine(folder, "cpu.max"), "1000 1000000");
            }

            return new ProcessorLimit(home, folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            why = $"A control group with a processor limit cannot be made here: {exception.Message}";
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder);
            }

            return null;
        }
    }

    public void Take(IEnumerable<int> processes) => Move(processes, _folder);

    /// <summary>Lets everybody go, and removes the group.</summary>
    public void Dispose()
    {
        if (_isGone)
        {
            return;
        }

        _isGone = true;
        Move(
            File.ReadAllLines(Path.Combine(_folder, "cgroup.procs")).Select(line => int.Parse(line, CultureInfo.InvariantCulture)), _home);
        Directory.Delete(_folder);
    }

    private static void Move(IEnumerable<int> processes, string folder)
    {
        foreach (int process in processes)
        {
            try
            {
                File.WriteAllText(Path.Combine(folder, "cgroup.procs"), process.ToString(CultureInfo.InvariantCulture));
            }
            catch (IOException)
            {
                // It has just ended.
            }
        }
    }
}
