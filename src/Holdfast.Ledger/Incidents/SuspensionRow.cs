namespace Holdfast.Ledger;

/// <summary>A time in which the program did not run, as the ledger keeps it.</summary>
/// <param name="Generation">The session that lived then.</param>
/// <param name="EndedAt">When it was noticed, by the wall clock; kept to the millisecond.</param>
/// <param name="Duration">How long, as far as it can be told; kept to the millisecond.</param>
/// <param name="Asleep">True when the machine slept, or its clock was set; false when the program was stopped or starved.</param>
public sealed record SuspensionRow(GenerationStamp Generation, DateTimeOffset EndedAt, TimeSpan Duration, bool Asleep);
