using System.Net;

namespace Holdfast.Tests;

public sealed class LocalTrafficTests
{
    private static readonly WebProxy s_proxy = new("http://proxy.example:3128") { Credentials = new NetworkCredential("mary", "x") };

    [Theory]
    [InlineData("http://127.0.0.1:9515/session")]
    [InlineData("http://127.8.9.10/")]
    [InlineData("https://localhost/")]
    [InlineData("http://LOCALHOST:81/")]
    [InlineData("http://app.localhost/")]
    [InlineData("http://[::1]:9515/status")]
    [InlineData("http://169.254.169.254/latest")]
    [InlineData("http://[fe80::1]/")]
    public void Except_ThisMachine_IsDirect(string address)
    {
        IWebProxy kept = LocalTraffic.Except(s_proxy);
        Assert.True(kept.IsBypassed(new Uri(address)));
        Assert.Null(kept.GetProxy(new Uri(address)));
    }

    [Theory]
    [InlineData("http://site.example/")]
    [InlineData("https://localhost.site.example/")]
    [InlineData("http://127.0.0.1.site.example/")]
    [InlineData("http://128.0.0.1/")]
    public void Except_ElseWhere_TakesTheProxy(string address)
    {
        IWebProxy kept = LocalTraffic.Except(s_proxy);
        Assert.False(kept.IsBypassed(new Uri(address)));
        Assert.Equal(new Uri("http://proxy.example:3128"), kept.GetProxy(new Uri(address)));
        Assert.Same(s_proxy.Credentials, kept.Credentials);
    }

    [Fact]
    public void Except_AskedAgain_ChangesNothing()
    {
        IWebProxy kept = LocalTraffic.Except(s_proxy);
        Assert.Same(kept, LocalTraffic.Except(kept));
    }
}
