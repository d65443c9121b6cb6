namespace Holdfast;

/// <summary>Leave to make one call on a session.</summary>
/// <param name="Generation">The generation that admitted the call, from 1.</param>
/// <param name="Sequence">The call's ordinal within the generation, from 1. An incident names the last one that was admitted before the
/// death, so a call can be placed before or after it exactly.</param>
/// <param name="CancellationToken">Ends when the lease is lost or the caller cancels.</param>
public readonly record struct Admission(int Generation, long Sequence, CancellationToken CancellationToken);
