namespace Holdfast.Ledger.Sqlite;

/// <summary>The leg that writes, as its rows name it. Used on the ledger's thread.</summary>
/// <param name="action">The action's name.</param>
/// <param name="runId">The run.</param>
/// <param name="epoch">The leg's ordinal in the run, from 1.</param>
internal sealed class Leg(string action, long runId, long epoch)
{
    public string Action => action;

    public long RunId => runId;

    public long Epoch => epoch;

    /// <summary>Where changed records go besides; null for nowhere.</summary>
    public TargetWriter? Sinks { get; set; }
}
