using System.Text.RegularExpressions;

namespace Holdfast.EndToEnd.Tests;

/// <summary>What <c>docs/testing.md</c> says must come of a fault is what a drill asks for.</summary>
public sealed partial class DrillTableTests
{
    [Fact]
    public void Table_OfTheFaults_IsWhatADrillExpects()
    {
        string[] lines = File.ReadAllLines(Repository.File("docs", "testing.md"));
        string[][] rows =
        [
            .. lines.SkipWhile(line => line != "| fault | does | must come to |").Skip(2)
                .TakeWhile(line => line.StartsWith('|')).Select(line => line.Split(" | ")),
        ];
        List<(string Fault, string Expected)> table = [];
        foreach (string[] row in rows)
        {
            string expected = row[^1].Contains("no death", StringComparison.Ordinal) ? "no death" : string.Join(", ", Words(row[^1]));
            table.AddRange(Words(row[0]).Select(fault => (fault, expected)));
        }

        Assert.Equal(
            Enum.GetValues<FaultKind>().Select(fault => (fault.ToString(), Told(FaultExpectation.Of(fault)))).Order(),
            table.Order());
    }

    private static string Told(FaultExpectation expected) => expected.IsDeath ? $"{expected.Cause}, {expected.Step}" : "no death";

    private static IEnumerable<string> Words(string cell) => Word().Matches(cell).Select(match => match.Groups[1].Value);

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Word();
}
