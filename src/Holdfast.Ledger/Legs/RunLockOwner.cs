namespace Holdfast.Ledger;

/// <summary>Who holds a run's lock.</summary>
/// <param name="Process">The process.</param>
/// <param name="Since">Since when, by its wall clock.</param>
internal sealed record RunLockOwner(OwnerProcess Process, DateTimeOffset Since);
