using System.Globalization;

namespace Holdfast.Testing;

/// <summary>All rounds of one fault.</summary>
/// <param name="Fault">The fault.</param>
/// <param name="Busy">True when a call was in flight.</param>
/// <param name="Rounds">The rounds; at least one.</param>
public sealed record ConformanceRow(FaultKind Fault, bool Busy, IReadOnlyList<ConformanceRound> Rounds)
{
    /// <summary>What was not as it must be, in any round.</summary>
    public IReadOnlyList<string> Problems => [.. Rounds.SelectMany(round => round.Problems).Distinct(StringComparer.Ordinal)];

    /// <summary>The row of a Markdown table: fault, cause, noticed, in flight ended, step, recovered, left behind.</summary>
    /// <returns>One line.</returns>
    public string ToMarkdown() => string.Create(
        CultureInfo.InvariantCulture,
        $"| {Fault}{(Busy ? "" : ", idle")} | {Names(round => round.Incident.Cause.ToString())} | {Spread(round => round.Noticed)} | "
        + $"{(Busy ? Spread(round => round.InFlightEnded ?? TimeSpan.Zero) : "")} | {Names(round => round.Step)} | {Spread(round => round.Recovered)} | "
        + $"{(Rounds.Sum(round => round.ProcessesLeft) is 0 ? "nothing" : $"**{Rounds.Sum(round => round.ProcessesLeft)} processes**")} | {Rounds.Count} |");

    private string Names(Func<ConformanceRound, string> name) =>
        string.Join(", ", Rounds.GroupBy(name, StringComparer.Ordinal).Select(group => group.Count() == Rounds.Count ? group.Key : $"{group.Key} ({group.Count()})"));

    private string Spread(Func<ConformanceRound, TimeSpan> value)
    {
        double[] sorted = [.. Rounds.Select(round => value(round).TotalMilliseconds).Order()];
        return string.Create(CultureInfo.InvariantCulture, $"{sorted[sorted.Length / 2]:0.#} / {sorted[^1]:0.#} ms");
    }
}
