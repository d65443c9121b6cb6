namespace Holdfast.Http.Tests;

public sealed class CookieDateTests
{
    [Theory]
    [InlineData("Sun, 06 Nov 1994 08:49:37 GMT")]
    [InlineData("Sunday, 06-Nov-94 08:49:37 GMT")]
    [InlineData("Sun Nov  6 08:49:37 1994")]
    [InlineData("06 Nov 1994 08:49:37")]
    [InlineData("Sun, 06-Nov-1994 08:49:37 +0000")]
    [InlineData("1994 November 6 8:49:37")]
    public void TryParse_EveryFormatInUse_SameInstant(string text)
    {
        Assert.True(CookieDate.TryParse(text, out DateTimeOffset date));
        Assert.Equal(new DateTimeOffset(1994, 11, 6, 8, 49, 37, TimeSpan.Zero), date);
    }

    [Theory]
    [InlineData("")]
    [InlineData("tomorrow")]
    [InlineData("Sun, 06 Nov 1994")]
    [InlineData("Sun, 31 Feb 1994 08:49:37 GMT")]
    [InlineData("Sun, 06 Nov 1994 25:49:37 GMT")]
    [InlineData("Sun, 06 Nov 1500 08:49:37 GMT")]
    public void TryParse_NoDate_False(string text) => Assert.False(CookieDate.TryParse(text, out _));

    [Theory]
    [InlineData("01 Jan 69 00:00:00", 2069)]
    [InlineData("01 Jan 70 00:00:00", 1970)]
    public void TryParse_TwoDigitYear_PivotsAt70(string text, int year)
    {
        Assert.True(CookieDate.TryParse(text, out DateTimeOffset date));
        Assert.Equal(year, date.Year);
    }
}
