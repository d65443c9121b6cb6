namespace Holdfast.Ledger;

/// <summary>A suspension as read back.</summary>
/// <param name="RunId">The run it happened in.</param>
/// <param name="Epoch">The leg it happened in.</param>
/// <param name="Suspension">The suspension.</param>
public sealed record StoredSuspension(long RunId, long Epoch, SuspensionRow Suspension);
