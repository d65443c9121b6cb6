using System.Diagnostics;
using System.Globalization;

namespace Holdfast.Browsers;

/// <summary>What makes a process id meaningful, beside the boot: the space in which ids are counted, and the clock of start times.</summary>
internal static class Machine
{
    // What the kernel shows to programs, on every machine that .NET runs on.
    private const int TicksPerSecond = 100;

    /// <summary>The process id namespace. A container that shares our folder counts its own ids: its sessions are not ours to judge.</summary>
    public static string PidNamespace { get; } = ReadPidNamespace();

    /// <summary>This process.</summary>
    public static ProcessIdentity Self { get; } = ProcessIdentity.Of(Environment.ProcessId)
        ?? new ProcessIdentity(Environment.ProcessId, Process.GetCurrentProcess().StartTime.ToUniversalTime().Ticks);

    /// <summary>The clock ticks since boot, in which Linux tells when a process started; 0 off Linux.</summary>
    public static long TicksSinceBoot => OperatingSystem.IsLinux()
        ? (long)(decimal.Parse(File.ReadAllText("/proc/uptime").Split(' ')[0], CultureInfo.InvariantCulture) * TicksPerSecond)
        : 0;

    private static string ReadPidNamespace() =>
        OperatingSystem.IsLinux() ? new FileInfo("/proc/self/ns/pid").LinkTarget ?? "" : "";
}
