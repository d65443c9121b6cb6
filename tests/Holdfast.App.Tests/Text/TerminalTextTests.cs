namespace Holdfast.App.Tests;

public sealed class TerminalTextTests
{
    [Theory]
    [InlineData("plain ąß漢 😀", "plain ąß漢 😀")]
    [InlineData("\e[2Jx", "\\u001B[2Jx")]
    [InlineData("\u009B2J", "\\u009B2J")]
    [InlineData("\e]8;;http://evil\e\\", "\\u001B]8;;http://evil\\u001B\\")]
    [InlineData("a\r\nb\tc\0", "a\\u000D\\u000Ab\\u0009c\\u0000")]
    [InlineData("\u202Egnp.exe\u202C\u2066\u2069\u200F\u061C", "\\u202Egnp.exe\\u202C\\u2066\\u2069\\u200F\\u061C")]
    [InlineData("\u2028\u2029\uFEFF\u00AD", "\\u2028\\u2029\\uFEFF\\u00AD")]
    [InlineData("👩\u200D💻 می\u200Cخواهم", "👩\u200D💻 می\u200Cخواهم")]
    [InlineData("\U000E0041", "\\U000E0041")]
    public void Encode(string text, string expected) => Assert.Equal(expected, TerminalText.Encode(text));

    [Fact]
    public void Encode_LoneSurrogates() => Assert.Equal("\\uD83Dx\\uDE00", TerminalText.Encode("\uD83Dx\uDE00"));

    [Fact]
    public void Encode_Nothing() => Assert.Equal("", TerminalText.Encode(null));
}
