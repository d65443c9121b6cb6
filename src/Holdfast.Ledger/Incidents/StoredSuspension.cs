namespace Holdfast.Ledger;

/// <summary>A suspension as read back.</summary>
public sealed class StoredSuspension
{
    internal StoredSuspension(long runId, long epoch, int generation, Suspension suspension) =>
        (RunId, Epoch, Generation, Suspension) = (runId, epoch, generation, suspension);

    /// <summary>The run it happened in.</summary>
    public long RunId { get; }

    /// <summary>The leg it happened in.</summary>
    public long Epoch { get; }

    /// <summary>The generation of the session that lived then, from 1.</summary>
    public int Generation { get; }

    /// <summary>The suspension; its times are kept to the millisecond.</summary>
    public Suspension Suspension { get; }
}
