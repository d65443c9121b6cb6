using System.Globalization;

namespace Holdfast.Browsers;

/// <summary>Takes memory from the process of a tab: its limit is set a little above what it has. The machine's memory is not touched.</summary>
internal sealed class TabMemory
{
    // Data, not address space: Chromium reserves a thousand gigabytes of addresses before it uses any.
    private const int LimitOfData = 2;

    // Enough for the script that follows to be run at all.
    private const long Left = 16L << 20;

    private readonly Lock _gate = new();
    private readonly List<(ProcessIdentity Process, NativeMethods.ResourceLimit Before)> _limited = [];

    /// <summary>A script that needs more than is left, and never more than 512 MiB should the limit not hold.</summary>
    public const string Script = "{ const kept = []; for (let i = 0; i < 512; i++) kept.push(new Array(131072).fill(i + 0.5)); kept.length; }";

    /// <summary>Limits a process.</summary>
    public void Limit(int pid)
    {
        ProcessIdentity process = ProcessIdentity.Of(pid) ?? throw Gone();
        if (NativeMethods.ReadLimit(pid, LimitOfData, 0, out NativeMethods.ResourceLimit before) != 0)
        {
            throw Gone();
        }

        // A tab that has less already, by its user's own limit, must not be given more.
        NativeMethods.ResourceLimit limit = before with { Soft = Math.Min(before.Soft, (ulong)(DataOf(pid) + Left)) };
        if (NativeMethods.SetLimit(pid, LimitOfData, limit, 0) != 0)
        {
            throw Gone();
        }

        lock (_gate)
        {
            _limited.Add((process, before));
        }
    }

    /// <summary>Gives it back to whoever is still there.</summary>
    public void Release()
    {
        lock (_gate)
        {
            foreach ((ProcessIdentity process, NativeMethods.ResourceLimit before) in _limited)
            {
                if (process.IsRunning)
                {
                    _ = NativeMethods.SetLimit(process.Pid, LimitOfData, before, 0);
                }
            }

            _limited.Clear();
        }
    }

    private static long DataOf(int pid)
    {
        // "VmData:   633564 kB"
        string line = File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/status"))
            .FirstOrDefault(line => line.StartsWith("VmData:", StringComparison.Ordinal)) ?? throw Gone();
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2].Trim(), CultureInfo.InvariantCulture) << 10;
    }

    private static InvalidOperationException Gone() => new("The tab's process is not running any more, or may not be limited.");
}
