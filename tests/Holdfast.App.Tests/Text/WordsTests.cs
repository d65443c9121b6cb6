namespace Holdfast.App.Tests;

public sealed class WordsTests
{
    [Theory]
    [InlineData(0, "0 s")]
    [InlineData(59.6, "1 min")]
    [InlineData(200, "3 min 20 s")]
    [InlineData(7500, "2 h 5 min")]
    [InlineData(100800, "1 d 4 h")]
    [InlineData(-5, "0 s")]
    public void Span(double seconds, string expected) => Assert.Equal(expected, Words.Span(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("two words", "'two words'")]
    [InlineData("it's", "'it'\\''s'")]
    [InlineData("", "''")]
    [InlineData("$(rm)", "'$(rm)'")]
    public void Shell_QuotesWhatNeedsIt(string word, string expected)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows quotes in its own way.");
        Assert.Equal(expected, ShellText.Join([word]));
    }
}
