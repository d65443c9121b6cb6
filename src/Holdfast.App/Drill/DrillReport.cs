namespace Holdfast.App;

/// <summary>A whole drill.</summary>
/// <param name="Seed">The order of the faults; the same seed gives the same order.</param>
/// <param name="Rounds">Every round, in that order.</param>
internal sealed record DrillReport(int Seed, IReadOnlyList<DrillRound> Rounds);
