using System.Diagnostics;

namespace Holdfast.Selenium;

/// <summary>What makes a process id meaningful: this boot of this machine, and the space in which ids are counted.</summary>
internal static class Machine
{
    /// <summary>The boot id; empty off Linux, where start times are absolute.</summary>
    public static string BootId { get; } = ReadBootId();

    /// <summary>The process id namespace. A container that shares our folder counts its own ids: its sessions are not ours to judge.</summary>
    public static string PidNamespace { get; } = ReadPidNamespace();

    /// <summary>This process.</summary>
    public static ProcessIdentity Self { get; } = ProcessIdentity.Of(Environment.ProcessId)
        ?? new ProcessIdentity(Environment.ProcessId, Process.GetCurrentProcess().StartTime.ToUniversalTime().Ticks);

    /// <summary>Which disk a file or folder is on; null when it cannot be told, or off Linux.</summary>
    public static (uint Major, uint Minor)? DeviceOf(string path)
    {
        const int WorkingFolder = -100;
        const int Major = 136;
        const int Minor = 140;
        byte[] answer = new byte[256];
        return OperatingSystem.IsLinux() && NativeMethods.Statx(WorkingFolder, path, 0, 0, answer) == 0
            ? (BitConverter.ToUInt32(answer, Major), BitConverter.ToUInt32(answer, Minor))
            : null;
    }

    private static string ReadBootId()
        => OperatingSystem.IsLinux() ? File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim() : "";

    private static string ReadPidNamespace()
        => OperatingSystem.IsLinux() ? new FileInfo("/proc/self/ns/pid").LinkTarget ?? "" : "";
}
