using System.Globalization;

namespace Holdfast.Testing;

/// <summary>All rounds of one trouble, in one session.</summary>
/// <param name="Trouble">Its name.</param>
/// <param name="Rounds">How long each took, and what the call saw: the type of its exception, or success.</param>
/// <param name="Deaths">Deaths of the session; none is right.</param>
/// <param name="ProcessesLeft">Processes that were still running after everything was closed.</param>
public sealed record TroubleRow(string Trouble, IReadOnlyList<(TimeSpan Took, string Saw)> Rounds, int Deaths, int ProcessesLeft)
{
    /// <summary>What is not as it must be, in words; empty when all is well.</summary>
    public IReadOnlyList<string> Problems
    {
        get
        {
            List<string> problems = [];
            if (Deaths != 0)
            {
                problems.Add($"{Deaths} deaths of what kills nothing");
            }

            if (ProcessesLeft != 0)
            {
                problems.Add($"{ProcessesLeft} processes left behind");
            }

            return problems;
        }
    }

    /// <summary>The row of a Markdown table: operation, deaths, what the call saw, how long it took, rounds.</summary>
    /// <returns>One line.</returns>
    public string ToMarkdown() => string.Create(
        CultureInfo.InvariantCulture,
        $"| {Trouble} | {Deaths} | {RowText.Names(Rounds.Select(round => round.Saw))} | {RowText.Spread(Rounds.Select(round => round.Took))} | "
        + $"{Rounds.Count} |");
}
