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

    /// <summary>Which disk a file or folder is on; null when it cannot be told, or off Linux.</summary>
    public static (uint Major, uint Minor)? DeviceOf(string path)
    {
        const int Major = 136;
        const int Minor = 140;
        return Statx(path, 0) is { } answer ? (BitConverter.ToUInt32(answer, Major), BitConverter.ToUInt32(answer, Minor)) : null;
    }

    /// <summary>Whose a file or folder is, a link itself and not what it leads to; null when it cannot be told, or off Linux.</summary>
    public static uint? OwnerOf(string path)
    {
        const int NoFollow = 0x100;
        const int Owner = 20;
        return Statx(path, NoFollow) is { } answer ? BitConverter.ToUInt32(answer, Owner) : null;
    }

    private static byte[]? Statx(string path, int flags)
    {
        const int WorkingFolder = -100;
        const uint Basic = 0x7ff;
        byte[] answer = new byte[256];
        return OperatingSystem.IsLinux() && NativeMethods.Statx(WorkingFolder, path, flags, Basic, answer) == 0 ? answer : null;
    }

    private static string ReadPidNamespace()
        => OperatingSystem.IsLinux() ? new FileInfo("/proc/self/ns/pid").LinkTarget ?? "" : "";
}
