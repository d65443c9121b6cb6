namespace Holdfast.Tests;

public sealed class EvidenceTextTests
{
    [Theory]
    [InlineData(null, "")]
    [InlineData(" \t\r\n ", "")]
    [InlineData("plain", "plain")]
    [InlineData("two\r\nlines\tand a tab", "two lines and a tab")]
    [InlineData("\u001b[31mred\u001b[0m", "[31mred [0m")]
    [InlineData("a\u2028b\u200bc\u202ed", "a bcd")]
    [InlineData("what? no = 1", "what? no = 1")]
    [InlineData("row #12 of 14", "row #12 of 14")]
    [InlineData("GET https://site.test/a?token=S#S", "GET https://site.test/a?...")]
    [InlineData("GET https://site.test/a#access_token=S done", "GET https://site.test/a?... done")]
    [InlineData("at https://site.test?S", "at https://site.test?...")]
    [InlineData("GET /api/me?token=S failed", "GET /api/me?... failed")]
    [InlineData("at https://site.test/?q='S'", "at https://site.test/?...")]
    [InlineData("at https://site.test/?q=\u200bS", "at https://site.test/?...")]
    [InlineData("{\"url\":\"https://site.test/?q=S\",\"a\":1}", "{\"url\":\"https://site.test/?...\",\"a\":1}")]
    [InlineData("proxy http://ann:S@proxy:8080/x", "proxy http://proxy:8080/x")]
    [InlineData("proxy http://ann:p@S@proxy/x", "proxy http://proxy/x")]
    [InlineData("mail ann@site.test", "mail ann@site.test")]
    [InlineData("path https://site.test/@ann", "path https://site.test/@ann")]
    public void Clean_ForeignText_IsSafeToKeep(string? text, string expected) => Assert.Equal(expected, EvidenceText.Clean(text));

    [Fact]
    public void Clean_LongText_IsCutWithinTheLimit()
    {
        string cut = EvidenceText.Clean(new string('x', 5000));
        Assert.Equal(EvidenceText.MaxLength, cut.Length);
        Assert.EndsWith("xxx...", cut, StringComparison.Ordinal);
        Assert.Equal(new string('x', EvidenceText.MaxLength), EvidenceText.Clean(new string('x', EvidenceText.MaxLength)));
    }

    [Fact]
    public void Clean_CutInsideAPair_LeavesNoHalfCharacter()
    {
        for (int before = 290; before < 300; before++)
        {
            string cut = EvidenceText.Clean(new string('x', before) + string.Concat(Enumerable.Repeat("\U0001F600", 10)));
            Assert.InRange(cut.Length, EvidenceText.MaxLength - 1, EvidenceText.MaxLength);
            Assert.False(char.IsHighSurrogate(cut[^4]));
        }
    }

    /// <summary>A page without a blank made the patterns run in square time, on the thread that reports a death.</summary>
    [Fact]
    public async Task Clean_WholePages_EndAtOnce()
    {
        string[] pages = [new('x', 5_000_000), string.Concat(Enumerable.Repeat("http://", 500_000)), new('?', 5_000_000)];
        string[] cleaned = await Task.Run(() => pages.Select(EvidenceText.Clean).ToArray()).InTime();
        Assert.All(cleaned, text => Assert.InRange(text.Length, 1, EvidenceText.MaxLength));
    }
}
