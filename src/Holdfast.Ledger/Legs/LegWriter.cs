namespace Holdfast.Ledger;

/// <summary>Who writes to a run: one worker of one leg. What a leg writes after a later one has begun is refused.</summary>
/// <param name="Worker">The worker's number within its leg, from 0. A leg has one today.</param>
/// <param name="Epoch">The leg's ordinal in the run, from 1: the fencing token.</param>
internal readonly record struct LegWriter(int Worker, long Epoch);
