namespace Holdfast.Selenium.Tests;

[Trait("Category", "Browser")]
public sealed class LoginTests
{
    [Theory]
    [InlineData("<form><input type=password></form>", true)]
    [InlineData("<form style='display:none'><input type=password></form>", false)]
    [InlineData("<form><input type=text></form>", false)]
    [InlineData("<form><input type=password></form><script>setTimeout(() => alert('wrong password'), 0)</script>", true)]
    public async Task LookAtPage_SeesWhetherItAsksForAPassword(string body, bool asks)
    {
        await using TestBrowser browser = await TestBrowser.LaunchAsync();
        await browser.RunAsync(driver => driver.Url = $"data:text/html,<title>t</title>{body}");

        ShownPage? page = await browser.Session.LookAtPageAsync(TestContext.Current.CancellationToken);

        Assert.Equal(("data", asks), (page!.Address!.Scheme, page.AsksForPassword));
    }

    [Fact]
    public async Task CaptureAndRestore_SixtyAwkwardCookies_SurviveUnchanged()
    {
        await using RawSite site = new();
        List<string> expected = [];
        for (int i = 0; i < 60; i++)
        {
            string value = (i % 6) switch
            {
                0 => $"a,b,,c{i}",
                1 => $$"""{"id":{{i}},"tags":["x, y","ü z"],"q":"\"quoted\""}""".Replace("ü", "u", StringComparison.Ordinal),
                2 when i < 20 => new string('v', 4000),
                2 => "\"in quotes\"",
                3 => "a=b&c=d==",
                4 => "",
                _ => $"space in the middle {i}",
            };
            string rest = (i % 4) switch
            {
                0 => "; HttpOnly; Path=/",
                1 => "; Max-Age=86400; SameSite=Lax; Path=/",
                2 => "; SameSite=Strict; HttpOnly; Path=/",
                _ => "",
            };
            site.ResponseHeaders.Add($"Set-Cookie: c{i}={value}{rest}");
            expected.Add($"c{i}={value}");
        }

        LoginSnapshot first;
        await using (TestBrowser browser = await TestBrowser.LaunchAsync())
        {
            await browser.RunAsync(driver => driver.Url = site.Url);
            first = await browser.Session.CaptureLoginAsync(TestContext.Current.CancellationToken);
        }

        site.ResponseHeaders.Clear();
        Assert.Equal(60, first.Cookies.Count);
        await using TestBrowser next = await TestBrowser.LaunchAsync();
        await next.Session.RestoreLoginAsync(first, TestContext.Current.CancellationToken);
        LoginSnapshot second = await next.Session.CaptureLoginAsync(TestContext.Current.CancellationToken);
        Assert.Equal(first.Cookies.OrderBy(cookie => cookie.Name).Select(Describe), second.Cookies.OrderBy(cookie => cookie.Name).Select(Describe));
        await next.RunAsync(driver => driver.Url = site.Url);
        Assert.Equal(expected.Order(StringComparer.Ordinal), site.Requests.Last()["Cookie"].Split("; ").Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("--lang=de-DE")]
    [InlineData("--accept-lang=fr-CH,fr,en")]
    [InlineData("--user-agent=Mozilla/5.0 (Test) Custom/1.0")]
    public async Task CaptureLogin_Headers_AreWhatTheSiteSees(string? argument)
    {
        await using RawSite site = new();
        await using TestBrowser browser = await TestBrowser.LaunchAsync(options =>
        {
            if (argument is not null)
            {
                options.Arguments.Add(argument);
            }
        });
        LoginSnapshot login = await browser.Session.CaptureLoginAsync(TestContext.Current.CancellationToken);
        int windows = await browser.Session.InvokeAsync(
            (driver, _) =>
            {
                driver.Url = site.Url;
                return Task.FromResult(driver.WindowHandles.Count);
            },
            TestContext.Current.CancellationToken);
        Dictionary<string, string> seen = site.Requests.Last();
        Assert.Equal(seen["User-Agent"], login.UserAgent);
        Assert.Equal(seen["Accept-Language"], login.AcceptLanguage);
        Assert.NotEmpty(login.AcceptLanguage);
        Assert.Equal(1, windows);
        TestContext.Current.TestOutputHelper!.WriteLine($"{login.UserAgent} | {login.AcceptLanguage}");
        Assert.Empty(browser.Evidence.All);
    }

    [Theory]
    [InlineData("en-US", "en-US")]
    [InlineData("fr-CH,fr,en", "fr-CH,fr;q=0.9,en;q=0.8")]
    public void FormatLanguages_List_LooksLikeTheBrowsersHeader(string languages, string header) =>
        Assert.Equal(header, BrowserHeaders.FormatLanguages(languages.Split(',')));

    [Fact]
    public async Task CaptureLogin_ListenerOutOfReach_AsksTheScriptInstead()
    {
        await using TestBrowser browser = await TestBrowser.LaunchAsync(options =>
        {
            options.Arguments.Add("--proxy-server=127.0.0.1:9");
            options.Arguments.Add("--proxy-bypass-list=<-loopback>");
            options.Arguments.Add("--accept-lang=fr-CH,fr,en");
        });
        LoginSnapshot login = await browser.Session.CaptureLoginAsync(TestContext.Current.CancellationToken);
        Assert.Equal("fr-CH,fr;q=0.9,en;q=0.8", login.AcceptLanguage);
        Assert.Contains("Chrome/", login.UserAgent, StringComparison.Ordinal);
        Assert.Empty(browser.Evidence.All);
    }

    [Fact]
    public async Task RestoreLogin_HostOnlyAndDomainCookies_StayWhatTheyWere()
    {
        SessionCookie[] cookies =
        [
            new("host", "1", "www.example.com", "/", true, true, null, "Lax"),
            new("domain", "2", ".example.com", "/app", false, false, DateTimeOffset.UnixEpoch.AddSeconds(4_000_000_000 % 1_900_000_000 + 1_800_000_000), null),
            new("__Host-id", "3", "www.example.com", "/", true, true, null, "Strict"),
        ];
        await using TestBrowser browser = await TestBrowser.LaunchAsync();
        await browser.Session.RestoreLoginAsync(new LoginSnapshot(cookies, "", ""), TestContext.Current.CancellationToken);
        LoginSnapshot read = await browser.Session.CaptureLoginAsync(TestContext.Current.CancellationToken);
        Assert.Equal(
            cookies.OrderBy(cookie => cookie.Name).Select(cookie => Describe(cookie with { Expires = null })),
            read.Cookies.OrderBy(cookie => cookie.Name).Select(cookie => Describe(cookie with { Expires = null })));
    }

    /// <summary>Put back without its partition, a cookie would stand beside the one that the site sets next, and be sent before it.</summary>
    [Fact]
    public async Task CaptureAndRestore_PartitionedCookieAndItsTwin_StayWhatTheyWere()
    {
        await using RawSite site = new();
        site.ResponseHeaders.Add("Set-Cookie: sid=partitioned; Path=/; Secure; HttpOnly; SameSite=None; Partitioned; Priority=High");
        site.ResponseHeaders.Add("Set-Cookie: sid=plain; Path=/; HttpOnly; Priority=Low");
        LoginSnapshot first;
        await using (TestBrowser browser = await TestBrowser.LaunchAsync())
        {
            await browser.RunAsync(driver => driver.Url = site.Url);
            first = await browser.Session.CaptureLoginAsync(TestContext.Current.CancellationToken);
        }

        site.ResponseHeaders.Clear();
        Assert.Equal(["High http://127.0.0.1", "Low "], first.Cookies.Select(cookie => $"{cookie.Priority} {cookie.Partition?.TopLevelSite}").Order());
        await using TestBrowser next = await TestBrowser.LaunchAsync();
        await next.Session.RestoreLoginAsync(first, TestContext.Current.CancellationToken);
        LoginSnapshot second = await next.Session.CaptureLoginAsync(TestContext.Current.CancellationToken);
        Assert.Equal(first.Cookies.OrderBy(cookie => cookie.Value), second.Cookies.OrderBy(cookie => cookie.Value));
        await next.RunAsync(driver => driver.Url = site.Url);
        Assert.Equal(["sid=partitioned", "sid=plain"], site.Requests.Last()["Cookie"].Split("; ").Order(StringComparer.Ordinal));
    }

    /// <summary>The browser drops the first ones of too many.</summary>
    [Fact]
    public async Task RestoreLogin_MoreCookiesThanTheBrowserKeeps_KeepsThoseThatScriptsCannotRead()
    {
        SessionCookie[] cookies =
        [
            new("login", "1", "www.example.com", "/", true, true, null, null),
            .. Enumerable.Range(0, 299).Select(static number => new SessionCookie($"c{number}", "x", "www.example.com", "/", true, false, null, null)),
        ];
        await using TestBrowser browser = await TestBrowser.LaunchAsync();
        await browser.Session.RestoreLoginAsync(new LoginSnapshot(cookies, "", ""), TestContext.Current.CancellationToken);
        LoginSnapshot read = await browser.Session.CaptureLoginAsync(TestContext.Current.CancellationToken);
        Assert.True(read.Cookies.Count < cookies.Length);
        Assert.Contains(read.Cookies, static cookie => cookie.Name == "login");
    }

    [Fact]
    public async Task RestoreLogin_OneImpossibleCookie_SetsTheOthersAndSaysSo()
    {
        SessionCookie[] cookies =
        [
            new("good", "1", "www.example.com", "/", true, true, null, null),
            new("__Secure-bad", "secret", "www.example.com", "/", false, true, null, null),
            new("good2", "2", "www.example.com", "/", true, true, null, null),
        ];
        await using TestBrowser browser = await TestBrowser.LaunchAsync();
        DevToolsException refused = await Assert.ThrowsAsync<DevToolsException>(
            () => browser.Session.RestoreLoginAsync(new LoginSnapshot(cookies, "", ""), TestContext.Current.CancellationToken));
        Assert.Contains("__Secure-bad", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refused.Message, StringComparison.Ordinal);
        LoginSnapshot read = await browser.Session.CaptureLoginAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["good", "good2"], read.Cookies.Select(cookie => cookie.Name).Order());
    }

    private static string Describe(SessionCookie cookie) =>
        $"{cookie.Name}={cookie.Value};{cookie.Domain};{cookie.Path};{cookie.Secure};{cookie.HttpOnly};{cookie.SameSite};"
            + $"{cookie.Expires?.ToUnixTimeSeconds()}";
}
