namespace Holdfast.Ledger;

/// <summary>One death of a session, as the ledger keeps it.</summary>
/// <param name="Generation">The generation that died; with the leg's epoch it names the row.</param>
/// <param name="Cause">Why it died, in one word.</param>
/// <param name="DetectedAt">When it was detected, by the wall clock; kept to the millisecond.</param>
/// <param name="InFlight">Calls in flight when it died.</param>
/// <param name="Symptoms">Later failures that were only consequences.</param>
/// <param name="AdmittedAtLatch">Calls that the generation had admitted when it was declared dead.</param>
/// <param name="Outcome">How it ended, in one word; null while recovery is under way.</param>
/// <param name="DetailJson">Everything else that is known, as JSON.</param>
internal sealed record IncidentRow(
    GenerationStamp Generation,
    string Cause,
    DateTimeOffset DetectedAt,
    int InFlight,
    int Symptoms,
    long AdmittedAtLatch,
    string? Outcome,
    string DetailJson);
