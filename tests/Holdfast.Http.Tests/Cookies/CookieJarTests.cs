using Microsoft.Extensions.Time.Testing;

namespace Holdfast.Http.Tests;

public sealed class CookieJarTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    [Theory]

    // host-only, domain, and what only looks alike
    [InlineData("kin.example", "/", false, "https://kin.example/", true)]
    [InlineData("kin.example", "/", false, "https://www.kin.example/", false)]
    [InlineData(".kin.example", "/", false, "https://kin.example/", true)]
    [InlineData(".kin.example", "/", false, "https://a.b.KIN.example/", true)]
    [InlineData(".kin.example", "/", false, "https://akin.example/", false)]
    [InlineData(".kin.example", "/", false, "https://example/", false)]
    [InlineData("127.0.0.1", "/", false, "http://127.0.0.1:8080/", true)]
    [InlineData(".0.0.1", "/", false, "http://127.0.0.1/", false)]
    [InlineData("[::1]", "/", false, "http://[::1]:81/", true)]

    // path
    [InlineData("kin.example", "/api", false, "https://kin.example/api", true)]
    [InlineData("kin.example", "/api", false, "https://kin.example/api/x?q", true)]
    [InlineData("kin.example", "/api", false, "https://kin.example/apix", false)]
    [InlineData("kin.example", "/api/", false, "https://kin.example/api", false)]
    [InlineData("kin.example", "/api", false, "https://kin.example/API", false)]

    // secure
    [InlineData("kin.example", "/", true, "https://kin.example/", true)]
    [InlineData("kin.example", "/", true, "http://kin.example/", false)]
    [InlineData("localhost", "/", true, "http://localhost:5000/", true)]
    [InlineData("a.localhost", "/", true, "http://a.localhost/", true)]
    [InlineData("127.0.0.1", "/", true, "http://127.0.0.1/", true)]
    public void HeaderFor_Rules_OfRfc6265(string domain, string path, bool secure, string uri, bool sent)
    {
        CookieJar jar = Jar(new SessionCookie("n", "v", domain, path, secure, false, null, null));
        Assert.Equal(sent ? "n=v" : null, jar.HeaderFor(new Uri(uri)));
    }

    /// <summary>What belongs on another site's pages does not go with a call to the site itself; what the site renews keeps its partition.</summary>
    [Fact]
    public void Partitioned_KeepsItsPartitionAndGoesOnlyToItsSite()
    {
        CookiePartition ours = new("https://example.com", HasCrossSiteAncestor: false);
        CookieJar jar = new(
            new LoginSnapshot(
                [
                    new("sid", "old", "www.example.com", "/", true, true, null, "None") { Partition = ours, Priority = "High", SourcePort = 443 },
                    new("sid", "twin", "www.example.com", "/", true, true, null, null),
                    new("ad", "x", "www.example.com", "/", true, true, null, "None") { Partition = new("https://news.test", HasCrossSiteAncestor: true) },
                ],
                "",
                ""),
            TimeProvider.System);
        Uri site = new("https://www.example.com/");

        jar.Absorb(site, "sid=new; Path=/; Secure; HttpOnly; SameSite=None; Partitioned; Priority=Medium");

        Assert.Equal("sid=new; sid=twin", jar.HeaderFor(site));
        SessionCookie renewed = jar.Snapshot().Cookies[0];
        Assert.Equal((ours, "Medium", "Secure", (int?)443), (renewed.Partition, renewed.Priority, renewed.SourceScheme, renewed.SourcePort));
        Assert.Equal(3, jar.Snapshot().Cookies.Count);
    }

    [Fact]
    public void HeaderFor_Order_LongerPathThenOlder()
    {
        CookieJar jar = Jar(
            new SessionCookie("a", "1", "k.example", "/", false, false, null, null),
            new SessionCookie("b", "2", "k.example", "/x", false, false, null, null),
            new SessionCookie("c", "3", "k.example", "/", false, false, null, null));
        jar.Absorb(new Uri("https://k.example/"), "a=9; Path=/");
        Assert.Equal("b=2; a=9; c=3", jar.HeaderFor(new Uri("https://k.example/x")));
    }

    [Fact]
    public void HeaderFor_Expiry_ByTheClock()
    {
        CookieJar jar = Jar();
        Uri uri = new("https://k.example/");
        jar.Absorb(uri, "a=1; Max-Age=60; Expires=Thu, 01 Jan 1970 00:00:00 GMT");
        Assert.Equal("a=1", jar.HeaderFor(uri));
        _time.Advance(TimeSpan.FromSeconds(60));
        Assert.Null(jar.HeaderFor(uri));
        Assert.Empty(jar.Snapshot().Cookies);
    }

    [Theory]
    [InlineData("sid=; Path=/; Max-Age=0")]
    [InlineData("sid=x; Path=/; Expires=Thu, 01-Jan-70 00:00:01 GMT")]
    public void Absorb_Deletion_RemovesAndCountsAsChange(string line)
    {
        CookieJar jar = Jar(new SessionCookie("sid", "1", "k.example", "/", true, true, null, null));
        jar.Absorb(new Uri("https://k.example/deep/page"), line);
        Assert.Null(jar.HeaderFor(new Uri("https://k.example/")));
        Assert.Equal(1, jar.Version);
    }

    [Fact]
    public void Absorb_SameAgain_NoChange()
    {
        CookieJar jar = Jar(new SessionCookie("sid", "1", "k.example", "/", true, true, null, null));
        jar.Absorb(new Uri("https://k.example/"), "sid=1; Path=/; Secure; HttpOnly");
        Assert.Equal(0, jar.Version);
    }

    [Theory]
    [InlineData("https://k.example/", "a=1; Domain=other.example")]
    [InlineData("https://k.example/", "a=1; Domain=www.k.example")]
    [InlineData("http://k.example/", "a=1; Secure")]
    public void Absorb_NotTheirs_Ignored(string uri, string line)
    {
        CookieJar jar = Jar();
        jar.Absorb(new Uri(uri), line);
        Assert.Empty(jar.Snapshot().Cookies);
    }

    [Fact]
    public void Absorb_InsecureAnswer_LeavesSecureCookieAlone()
    {
        CookieJar jar = Jar(new SessionCookie("sid", "good", "k.example", "/", true, true, null, null));
        jar.Absorb(new Uri("http://k.example/"), "sid=forged; Path=/");
        Assert.Equal("sid=good", jar.HeaderFor(new Uri("https://k.example/")));
    }

    [Fact]
    public void Absorb_NoPath_DirectoryOfTheAddress()
    {
        CookieJar jar = Jar();
        jar.Absorb(new Uri("https://k.example/a/b/c"), "n=v; Path=relative");
        Assert.Equal("/a/b", Assert.Single(jar.Snapshot().Cookies).Path);
    }

    [Fact]
    public void Snapshot_HostAndDomainCookieOfOneName_BothKept()
    {
        CookieJar jar = Jar(
            new SessionCookie("n", "host", "k.example", "/", false, false, null, null),
            new SessionCookie("n", "domain", ".k.example", "/", false, false, null, null));
        Assert.Equal(["k.example", ".k.example"], jar.Snapshot().Cookies.Select(cookie => cookie.Domain));
        Assert.Equal("n=host; n=domain", jar.HeaderFor(new Uri("https://k.example/")));
    }

    [Fact]
    public void Snapshot_RoundTrip_EveryFieldKept()
    {
        SessionCookie cookie = new("n", "{\"a\":1, \"b\":\"c,d\"}", ".k.example", "/p", true, true, _time.GetUtcNow().AddDays(1), "Strict");
        Assert.Equal(cookie, Assert.Single(Jar(cookie).Snapshot().Cookies));
    }

    [Fact]
    public async Task Absorb_Concurrent_NothingLost()
    {
        CookieJar jar = Jar();
        Uri uri = new("https://k.example/");
        await Parallel.ForEachAsync(Enumerable.Range(0, 500), TestContext.Current.CancellationToken, (i, _) =>
        {
            jar.Absorb(uri, $"c{i}={i}");
            jar.HeaderFor(uri);
            return ValueTask.CompletedTask;
        });
        Assert.Equal(500, jar.Snapshot().Cookies.Count);
    }

    [Fact]
    public void LiveJars_NewGeneration_OwnJarWithTodaysCookies()
    {
        LiveJars jars = new(_time);
        LoginSnapshot login = new([new SessionCookie("sid", "1", "k.example", "/", false, false, null, null)], "ua", "de");
        Uri uri = new("https://k.example/");
        jars.For(login).Absorb(uri, "sid=2");
        CookieJar first = jars.Adopt(login);
        CookieJar second = jars.Adopt(login);
        first.Absorb(uri, "sid=late");
        Assert.Equal("sid=late", first.HeaderFor(uri));
        Assert.Equal("sid=2", second.HeaderFor(uri));
        Assert.Same(second, jars.For(login));
    }

    private CookieJar Jar(params SessionCookie[] cookies) => new(new LoginSnapshot(cookies, "ua", "de"), _time);
}
