using System.Diagnostics;
using System.Globalization;

namespace Holdfast.Ledger;

/// <summary>A process, told apart from every other that had or will have its number.</summary>
/// <param name="Pid">The process number.</param>
/// <param name="StartTime">When it started: clock ticks since boot on Linux, UTC ticks of 100 ns elsewhere; 0 when unknown.</param>
/// <param name="BootId">The kernel's boot id; empty where there is none.</param>
/// <param name="Host">The machine's name.</param>
internal sealed record ProcessIdentity(int Pid, long StartTime, string BootId, string Host)
{
    private const string BootIdFile = "/proc/sys/kernel/random/boot_id";

    private static readonly Lazy<string> CurrentBootId = new(() => File.Exists(BootIdFile) ? File.ReadAllText(BootIdFile).Trim() : "");

    private static readonly Lazy<ProcessIdentity> Self =
        new(() => new ProcessIdentity(Environment.ProcessId, ReadStartTime(Environment.ProcessId) ?? 0, CurrentBootId.Value, Environment.MachineName));

    /// <summary>This process. Thread safe.</summary>
    public static ProcessIdentity Current => Self.Value;

    /// <summary>True when the machine is known not to have been restarted since that process ran on it.</summary>
    public bool IsOfThisBoot => BootId.Length > 0 && BootId == CurrentBootId.Value && IsOfThisHost;

    /// <summary>True while that process runs on this machine. A zombie does not count as running.</summary>
    /// <remarks>A process of another machine, or of an earlier boot, counts as not running: ask <see cref="Host"/> first.</remarks>
    public bool IsRunning => IsOfThisHost && BootId == CurrentBootId.Value && ReadStartTime(Pid) == StartTime;

    private bool IsOfThisHost => string.Equals(Host, Environment.MachineName, StringComparison.OrdinalIgnoreCase);

    private static long? ReadStartTime(int pid) => OperatingSystem.IsLinux() ? ReadStat(pid) : ReadProcess(pid);

    private static long? ReadStat(int pid)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            // The name, in parentheses, may itself hold spaces and parentheses; the state is field 3, the start time field 22.
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] is "Z" or "X" ? null : long.Parse(fields[19], CultureInfo.InvariantCulture);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static long? ReadProcess(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            return process.StartTime.ToUniversalTime().Ticks;
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
