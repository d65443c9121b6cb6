namespace Holdfast.Ledger;

/// <summary>The process that owns a leg or a lock, told apart from every other that had or will have its number, on this machine or another.</summary>
/// <param name="Pid">The process number.</param>
/// <param name="StartTime">When it started: clock ticks since boot on Linux, UTC ticks of 100 ns elsewhere; 0 when unknown.</param>
/// <param name="BootId">The kernel's boot id; empty where there is none.</param>
/// <param name="Host">The machine's name.</param>
internal sealed record OwnerProcess(int Pid, long StartTime, string BootId, string Host)
{
    private static readonly Lazy<OwnerProcess> s_self = new(() => new OwnerProcess(
        Environment.ProcessId, ProcessIdentity.Of(Environment.ProcessId)?.StartTicks ?? 0, Boot.Id, Environment.MachineName));

    /// <summary>This process. Thread safe.</summary>
    public static OwnerProcess Current => s_self.Value;

    /// <summary>True when the machine is known not to have been restarted since that process ran on it.</summary>
    public bool IsOfThisBoot => BootId.Length > 0 && BootId == Boot.Id && IsOfThisHost;

    /// <summary>True while that process runs on this machine. A zombie does not count as running.</summary>
    /// <remarks>A process of another machine, or of an earlier boot, counts as not running: ask <see cref="Host"/> first.</remarks>
    public bool IsRunning => IsOfThisHost && BootId == Boot.Id && new ProcessIdentity(Pid, StartTime).IsRunning;

    private bool IsOfThisHost => string.Equals(Host, Environment.MachineName, StringComparison.OrdinalIgnoreCase);
}
