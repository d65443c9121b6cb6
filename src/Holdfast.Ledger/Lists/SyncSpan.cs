namespace Holdfast.Ledger;

/// <summary>What a sync reads: everything that changed since a run.</summary>
/// <param name="SinceRun">The last completed run at the same site when this one began; null when there was none, and all is read.</param>
/// <param name="Since">The watermark of that run; null when it had none.</param>
/// <param name="Watermark">Up to where the next run will know everything; null while no page has said.</param>
public sealed record SyncSpan(long? SinceRun, string? Since, string? Watermark);
