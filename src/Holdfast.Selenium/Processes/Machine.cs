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

    private static string ReadBootId()
        => OperatingSystem.IsLinux() ? File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim() : "";

    private static string ReadPidNamespace()
        => OperatingSystem.IsLinux() ? new FileInfo("/proc/self/ns/pid").LinkTarget ?? "" : "";
}
