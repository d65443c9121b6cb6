using System.Diagnostics;
using OpenQA.Selenium;

namespace Holdfast.Selenium.Tests;

[Trait("Category", "Browser")]
public sealed class RemoteLaunchTests(ITestOutputHelper output)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Launch_LogsIn_CapturesEveryCookie_AndRestoresItInTheNextGeneration()
    {
        await using RawSite site = new();
        site.ResponseHeaders.Add("Set-Cookie: login=secret, \"quoted\"; HttpOnly; Path=/");
        site.ResponseHeaders.Add("Set-Cookie: plain=1; Max-Age=86400; SameSite=Lax; Path=/");
        int logIns = 0;
        await using RemoteRig rig = await RemoteRig.StartAsync(options =>
        {
            options.Arguments.Add("--accept-lang=fr-CH,fr,en");
            options.LogIn = (driver, _) =>
            {
                logIns++;
                driver.Url = site.Url;
                return Task.CompletedTask;
            };
        });
        LoginSnapshot first = await rig.Session.CaptureLoginAsync(Token);
        Assert.Equal(["login", "plain"], first.Cookies.Select(cookie => cookie.Name).Order());
        Assert.True(first.Cookies.Single(cookie => cookie.Name == "login").HttpOnly);
        Assert.Equal("secret, \"quoted\"", first.Cookies.Single(cookie => cookie.Name == "login").Value);
        Dictionary<string, string> sent = site.Requests.Last();
        Assert.Equal((sent["User-Agent"], sent["Accept-Language"]), (first.UserAgent, first.AcceptLanguage));

        site.ResponseHeaders.Clear();
        Assert.True(await rig.Hub.Client.EndSessionAsync(rig.Session.Launched.Id, Token));
        _ = await rig.DeathAsync();
        Assert.Equal(2, (await rig.LeaseAsync()).Generation);
        await rig.Session.RestoreLoginAsync(first, Token);
        Assert.Equal(InOrder(first), InOrder(await rig.Session.CaptureLoginAsync(Token)));
        _ = await (await rig.LeaseAsync()).UseAsync(driver => driver.Url = site.Url, Token);
        Assert.Contains("login=secret, \"quoted\"", site.Requests.Last()["Cookie"], StringComparison.Ordinal);
        Assert.Equal(2, logIns);
    }

    // The browser keeps less than a microsecond of an end's time.
    private static IEnumerable<SessionCookie> InOrder(LoginSnapshot login) =>
        login.Cookies.OrderBy(cookie => cookie.Name).Select(cookie => cookie with { Expires = null });

    [Fact]
    public async Task End_HubReachable_LeavesNoSession()
    {
        await using RemoteRig rig = await RemoteRig.StartAsync();
        string id = rig.Session.Launched.Id;
        Assert.True(await rig.Hub.KnowsAsync(id));
        long started = Stopwatch.GetTimestamp();
        await rig.Session.EndAsync(Token);
        output.WriteLine($"end: {Stopwatch.GetElapsedTime(started).TotalMilliseconds:0} ms");
        Assert.False(await rig.Hub.KnowsAsync(id));
        Assert.Null(rig.Session.Launched.Watch.BiDi);
        Assert.Empty(rig.Incidents);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task End_HubOutOfReach_NeverHangs_AndFreesTheCommand(bool swallows)
    {
        await using RemoteRig rig = await RemoteRig.StartAsync();
        Task script = await rig.StartScriptAsync(TimeSpan.FromSeconds(1));
        if (swallows)
        {
            rig.Hub.Proxy.Swallow();
        }
        else
        {
            rig.Hub.Proxy.Refuse();
        }

        long started = Stopwatch.GetTimestamp();
        await rig.Session.EndAsync(Token);
        TimeSpan took = Stopwatch.GetElapsedTime(started);
        output.WriteLine($"end: {took.TotalMilliseconds:0} ms");
        Assert.True(took < TimeSpan.FromSeconds(4));
        await Task.WhenAny(script).WaitAsync(TimeSpan.FromSeconds(2), Token);

        // The call has ended on our side; its command must end on the driver's thread too, long before its own time-out.
        await RemoteRig.UntilAsync(() => Task.FromResult(rig.Session.Launched.Thread.IsIdle));
    }

    [Fact]
    public async Task Launch_NoHub_SaysSoAtOnce()
    {
        await using TestHub hub = await TestHub.StartAsync();
        await using RemoteProvider provider = new(hub.Options());
        hub.Proxy.Refuse();
        WebDriverException refused = await Assert.ThrowsAsync<WebDriverException>(
            () => provider.LaunchAsync(new SessionLaunch(1, new EvidenceLog()), Token).WaitAsync(TimeSpan.FromSeconds(10), Token));
        Assert.StartsWith($"The hub {hub.Proxy.Url} opened no session: ", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Launch_Cancelled_EndsWhatTheHubOpensLater()
    {
        await using TestHub hub = await TestHub.StartAsync();
        await using RemoteProvider provider = new(hub.Options());
        using CancellationTokenSource cancel = new();
        hub.Proxy.Delay = TimeSpan.FromMilliseconds(300);
        Task launch = provider.LaunchAsync(new SessionLaunch(1, new EvidenceLog()), cancel.Token);
        await RemoteRig.UntilAsync(() => Task.FromResult(hub.BrowserCount > 0));
        await cancel.CancelAsync();
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => launch.WaitAsync(TimeSpan.FromSeconds(1), Token));
        hub.Proxy.Delay = TimeSpan.Zero;
        await RemoteRig.UntilAsync(() => Task.FromResult(hub.BrowserCount == 0));
    }
}
