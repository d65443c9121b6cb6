using System.Globalization;

namespace Holdfast.Testing;

/// <summary>All rounds of one fault.</summary>
/// <param name="Fault">The fault's name.</param>
/// <param name="Busy">True when a call was in flight.</param>
/// <param name="Rounds">The rounds; at least one.</param>
public sealed record ConformanceRow(string Fault, bool Busy, IReadOnlyList<ConformanceRound> Rounds)
{
    /// <summary>What was not as it must be, in any round.</summary>
    public IReadOnlyList<string> Problems => [.. Rounds.SelectMany(round => round.Problems).Distinct(StringComparer.Ordinal)];

    /// <summary>The row of a Markdown table: fault, cause, seen silent, noticed, in flight ended, step, recovered, left behind, rounds.</summary>
    /// <returns>One line.</returns>
    public string ToMarkdown() => string.Create(
        CultureInfo.InvariantCulture,
        $"| {Fault}{(Busy ? "" : ", idle")} | {RowText.Names(Rounds.Select(round => round.Incident.Cause.ToString()))} "
        + $"| {RowText.Spread(Rounds.Select(round => round.SeenSilent).OfType<TimeSpan>())} | {RowText.Spread(Rounds.Select(round => round.Noticed))} "
        + $"| {RowText.Spread(Rounds.Select(round => round.InFlightEnded).OfType<TimeSpan>())} | {RowText.Names(Rounds.Select(round => round.Step))} "
        + $"| {RowText.Spread(Rounds.Select(round => round.Recovered))} "
        + $"| {(Rounds.Sum(round => round.ProcessesLeft) is 0 ? "nothing" : $"**{Rounds.Sum(round => round.ProcessesLeft)} processes**")} | {Rounds.Count} |");
}
