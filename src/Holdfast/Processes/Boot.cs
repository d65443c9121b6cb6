namespace Holdfast;

/// <summary>This boot of this machine.</summary>
internal static class Boot
{
    private const string IdFile = "/proc/sys/kernel/random/boot_id";

    /// <summary>The kernel's id of it; empty where there is none, which is off Linux: start times are absolute there.</summary>
    public static string Id { get; } = File.Exists(IdFile) ? File.ReadAllText(IdFile).Trim() : "";
}
