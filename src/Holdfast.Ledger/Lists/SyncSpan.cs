namespace Holdfast.Ledger;

/// <summary>What a sync reads: everything that changed since a run.</summary>
public sealed class SyncSpan
{
    internal SyncSpan(long? sinceRun, string? since, string? watermark) => (SinceRun, Since, Watermark) = (sinceRun, since, watermark);

    /// <summary>The last completed run at the same site when this one began; null when there was none, and all is read.</summary>
    public long? SinceRun { get; }

    /// <summary>The watermark of that run; null when it had none.</summary>
    public string? Since { get; }

    /// <summary>Up to where the next run will know everything; null while no page has said.</summary>
    public string? Watermark { get; }
}
