using System.Text.RegularExpressions;

namespace Holdfast.Architecture.Tests;

/// <summary>Every noun of the public names stands in docs/glossary.md.</summary>
public sealed partial class GlossaryTests
{
    [Fact]
    public void PublicTypes_EachWordOfTheirNames_IsInTheGlossary()
    {
        HashSet<string> known = Known(File.ReadAllText(Repository.File("docs", "glossary.md")));

        string[] missing =
        [
            .. PublicTypes().SelectMany(type => Words(type).Where(word => !known.Contains(word)).Select(word => $"{word}, of {type}")).Distinct().Order(),
        ];
        Assert.True(missing.Length == 0, string.Join('\n', missing));
    }

    [Theory]
    [InlineData("| lease, leg | the only way to reach it |", "leg", true)]
    [InlineData("| lease, leg | the only way to reach it |", "way", false)]
    [InlineData("## Words that mean what they mean everywhere\n\nclient, dev tools.", "tools", true)]
    public void Glossary_IsReadByItsTerms(string text, string word, bool isKnown) => Assert.Equal(isKnown, Known(text).Contains(word));

    /// <summary>The first column of each table, and the words of the last chapter.</summary>
    private static HashSet<string> Known(string glossary)
    {
        int everywhere = glossary.IndexOf("## Words that mean", StringComparison.Ordinal);
        string last = everywhere < 0 ? "" : glossary[everywhere..];
        IEnumerable<string> terms = TableRow().Matches(glossary).Select(row => row.Groups[1].Value).Append(last[(last.IndexOf('\n') + 1)..]);
        return [.. terms.SelectMany(term => Word().Matches(term)).SelectMany(word => Forms(word.Value))];
    }

    private static IEnumerable<string> Forms(string word) =>
        [word, word + "s", word.EndsWith('s') ? word[..^1] : word, word.EndsWith('e') ? word + "d" : word + "ed"];

    private static IEnumerable<string> Words(string type) => NameWord().Matches(type).Select(word => word.Value.ToLowerInvariant());

    private static IEnumerable<string> PublicTypes() =>
        from project in LibraryProject.ReadAll()
        from file in (string[])["PublicAPI.Unshipped.txt", "PublicAPI.Shipped.txt"]
        from line in File.ReadLines(Path.Combine(project.Folder, file))
        let name = TypeLine().Match(line)
        where name.Success && line.StartsWith(project.Name + '.', StringComparison.Ordinal)
        select name.Groups[1].Value;

    // A type stands alone on its line; a member has a result or parentheses.
    [GeneratedRegex(@"^[\w.]*?\.?([A-Z]\w*)(?:<[^>]*>)?$")]
    private static partial Regex TypeLine();

    [GeneratedRegex("[A-Z][a-z]+|[A-Z]+(?![a-z])")]
    private static partial Regex NameWord();

    [GeneratedRegex(@"^\| ([^|]+) \|", RegexOptions.Multiline)]
    private static partial Regex TableRow();

    [GeneratedRegex("[a-z]+")]
    private static partial Regex Word();
}
