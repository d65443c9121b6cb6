namespace Holdfast.Http.Tests;

public sealed class SetCookieTests
{
    [Theory]
    [InlineData("a=b", "a", "b")]
    [InlineData("  a = b ; Path=/", "a", "b")]
    [InlineData("a=b=c==", "a", "b=c==")]
    [InlineData("a=1,2,3", "a", "1,2,3")]
    [InlineData("a={\"k\":[1,2],\"s\":\"x y\"}", "a", "{\"k\":[1,2],\"s\":\"x y\"}")]
    [InlineData("a=\"quoted\"; Secure", "a", "\"quoted\"")]
    [InlineData("a=", "a", "")]
    [InlineData("=v", "", "v")]
    [InlineData("v", "", "v")]
    [InlineData("a=grüße", "a", "grüße")]
    public void Parse_Pair_AsBrowsersDo(string line, string name, string value)
    {
        SetCookie cookie = SetCookie.Parse(line)!;
        Assert.Equal((name, value), (cookie.Name, cookie.Value));
    }

    [Theory]
    [InlineData("")]
    [InlineData("=")]
    [InlineData(";Path=/")]
    [InlineData("a=b\u0001c")]
    public void Parse_NoCookie_Null(string line) => Assert.Null(SetCookie.Parse(line));

    [Fact]
    public void Parse_Attributes_ReadInAnyCaseAndOrder()
    {
        SetCookie cookie = SetCookie.Parse(
            "a=b; sEcUrE; HTTPONLY; samesite=lax; path=/x; DOMAIN=.Kin.example; max-age=60; expires=Sun, 06 Nov 1994 08:49:37 GMT; unknown=1")!;
        Assert.True(cookie.Secure);
        Assert.True(cookie.HttpOnly);
        Assert.Equal("Lax", cookie.SameSite);
        Assert.Equal("/x", cookie.Path);
        Assert.Equal(".Kin.example", cookie.Domain);
        Assert.Equal(TimeSpan.FromMinutes(1), cookie.MaxAge);
        Assert.Equal(1994, cookie.Expires!.Value.Year);
    }

    [Theory]
    [InlineData("a=b; Max-Age=x")]
    [InlineData("a=b; Max-Age=")]
    [InlineData("a=b; Max-Age=-")]
    [InlineData("a=b; Max-Age=1.5")]
    public void Parse_BadMaxAge_Ignored(string line) => Assert.Null(SetCookie.Parse(line)!.MaxAge);

    [Theory]
    [InlineData("a=b; Max-Age=0")]
    [InlineData("a=b; Max-Age=-99999999999999999999999999")]
    public void Parse_MaxAgeNotPositive_Zero(string line) => Assert.Equal(TimeSpan.Zero, SetCookie.Parse(line)!.MaxAge);

    [Fact]
    public void Parse_HugeMaxAge_Kept() => Assert.True(SetCookie.Parse("a=b; Max-Age=99999999999999999999")!.MaxAge > TimeSpan.FromDays(30000));

    [Fact]
    public void ToString_Value_NotInIt() => Assert.DoesNotContain("secret", SetCookie.Parse("a=secret")!.ToString(), StringComparison.Ordinal);
}
