using Holdfast.Testing;

namespace Holdfast.Selenium.Tests;

/// <summary>Keeps what the conformance tests measured for <c>docs/conformance.md</c>, if somebody asked for it.</summary>
internal static class ConformanceReport
{
    private static readonly Lock s_gate = new();

    /// <summary>A measurement that was ended in the middle goes on where it was.</summary>
    public static void SkipWhenMeasured(string table, string row, bool busy = true)
    {
        string begin = $"| {row}{(busy ? "" : ", idle")} |";
        Assert.SkipWhen(
            FileOf(table) is { } file && File.Exists(file) && File.ReadLines(file).Any(line => line.StartsWith(begin, StringComparison.Ordinal)),
            "measured already");
    }

    /// <summary>Proves that a row is as it must be, with the one step that brought every session of it back, and keeps it.</summary>
    public static void AddConforming(string table, ConformanceRow row, string? step, ITestOutputHelper output)
    {
        output.WriteLine(row.ToMarkdown());
        Assert.Empty(row.Problems);
        Assert.Equal(step, Assert.Single(row.Rounds.Select(round => round.Step).Distinct()));
        Add(table, row.ToMarkdown());
    }

    /// <summary>Adds a row to a table, which is a file in the folder that <c>HOLDFAST_CONFORMANCE_ROWS</c> names; does nothing without it.</summary>
    public static void Add(string table, string row)
    {
        if (FileOf(table) is { } file)
        {
            lock (s_gate)
            {
                File.AppendAllText(file, row + "\n");
            }
        }
    }

    private static string? FileOf(string table) =>
        Environment.GetEnvironmentVariable("HOLDFAST_CONFORMANCE_ROWS") is { Length: > 0 } folder ? Path.Combine(folder, table) : null;
}
