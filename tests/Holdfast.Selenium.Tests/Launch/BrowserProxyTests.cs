using System.Net;

namespace Holdfast.Selenium.Tests;

public sealed class BrowserProxyTests
{
    [Theory]
    [InlineData("http://proxy.example:3128", null, null, "--proxy-server=http=http://proxy.example:3128")]
    [InlineData("http://proxy.example", "http://other.example:8080", null, "--proxy-server=http=http://proxy.example;https=http://other.example:8080")]
    [InlineData(null, "socks5://proxy.example:1080", null, "--proxy-server=https=socks5://proxy.example:1080")]
    [InlineData("http://mary:secret@proxy.example:3128", null, "", "--proxy-server=http=http://proxy.example:3128")]
    [InlineData("http://p:1", null, "one.example, .two.example,[::2]",
        "--proxy-server=http=http://p:1 --proxy-bypass-list=one.example;two.example;.two.example;[::2]")]
    [InlineData("http://p:1", null, "*,10.0.0.0/8,host:8080,a;b,<-loopback>", "--proxy-server=http=http://p:1")]
    public void Arguments_Proxy_SaysWhatCallsDo(string? http, string? https, string? exceptions, string expected) =>
        Assert.Equal(expected, string.Join(' ', new BrowserProxy(Address(http), Address(https), exceptions).Arguments));

    [Fact]
    public void CredentialsFor_ProxyThatAsks_GetsItsOwn()
    {
        BrowserProxy proxy = new(new Uri("http://mary:p%40%2Fx:y@one.example:3128"), new Uri("http://two.example:3128"), null);
        NetworkCredential? given = proxy.CredentialsFor(new Uri("http://one.example:3128"));
        Assert.Equal(("mary", "p@/x:y"), (given?.UserName, given?.Password));
        Assert.Null(proxy.CredentialsFor(new Uri("http://two.example:3128")));
        Assert.Null(proxy.CredentialsFor(new Uri("http://three.example:3128")));
    }

    [Theory]
    [InlineData("socks5://mary:secret@proxy.example:1080", true)]
    [InlineData("socks4a://mary@proxy.example:1080", true)]
    [InlineData("socks5://proxy.example:1080", false)]
    [InlineData("http://mary:secret@proxy.example:1080", false)]
    public void Refusal_NameAndPasswordForSocks_IsSaid(string proxy, bool refused)
    {
        string? refusal = new BrowserProxy(null, new Uri(proxy), null).Refusal;
        Assert.Equal(refused, refusal is not null);
        Assert.DoesNotContain("secret", refusal ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void For_UsersOwnArguments_Win()
    {
        Assert.Null(BrowserProxy.For(["--proxy-server=mine"]));
        Assert.Null(BrowserProxy.For(["--no-proxy-server"]));
    }

    private static Uri? Address(string? text) => text is null ? null : new Uri(text);
}
