namespace Holdfast.App;

/// <summary>A whole drill.</summary>
/// <param name="Seed">The order of the faults; the same seed gives the same order.</param>
/// <param name="Rounds">Every round, in that order.</param>
/// <param name="NotInjected">The faults that this session cannot be hurt by, with the reason.</param>
internal sealed record DrillReport(int Seed, IReadOnlyList<DrillRound> Rounds, IReadOnlyDictionary<FaultKind, string> NotInjected);
