using System.Net;
using Holdfast.Selenium;
using Holdfast.Testing;
using Kinfolk.Site;
using OpenQA.Selenium;
using OpenQA.Selenium.Support.UI;

namespace Holdfast.EndToEnd.Tests;

/// <summary>The usual hook: it fills in the form, and waits for what comes after the login. A wrong password and a slow site end it in the same way.</summary>
[Trait("Category", "Browser")]
public sealed class WaitingHookTests : IAsyncDisposable
{
    private static readonly TimeSpan s_apart = TimeSpan.FromSeconds(20);

    private readonly JobFolder _folder = new();
    private readonly ScriptedClock _clock = new();
    private int _hooks;

    [Fact]
    public async Task Open_WrongPassword_IsTriedOnce()
    {
        await using MemberSite site = await LocalSite.StartAsync(pages: 1);
        await using ChromiumProvider provider = Provider(site, "not-the-password", static driver => driver.FindElement(By.Id("login")).Click());
        await using SessionManager<IWebDriver> sessions = Manager(site, provider);

        Task<SessionLease<IWebDriver>> lease = sessions.LeaseAsync(TestContext.Current.CancellationToken);
        await Task.WhenAny(_clock.PassAsync(s_apart), lease);
        SessionUnavailableException gaveUp = await Assert.ThrowsAsync<SessionUnavailableException>(() => lease.WaitAsync(Job.Deadline, TimeProvider.System));

        SiteCounts counts = site.Control.Counts();
        Assert.Equal((1, 0, 1), (counts.LoginsFailed, counts.LoginsOk, _hooks));
        Assert.True(gaveUp.IsLoginRefused);
        Assert.Contains("log-in: Timed out after 1 seconds; 401, and the browser still shows the login page", gaveUp.Message, StringComparison.Ordinal);
    }

    /// <summary>The page stays where it is while its script waits for the site's answer, which comes after the hook has lost its patience.</summary>
    [Fact]
    public async Task Open_SlowSite_IsTriedAgain()
    {
        await using MemberSite site = await LocalSite.StartAsync(pages: 1);
        await using ChromiumProvider provider = Provider(site, new SiteOptions().Password, static driver => ((IJavaScriptExecutor)driver).ExecuteScript(
            """
            fetch('/login', { method: 'POST', body: new URLSearchParams(new FormData(document.querySelector('form'))) })
                .then(answer => location.href = answer.url);
            """));
        await using SessionManager<IWebDriver> sessions = Manager(site, provider);
        int hold = site.Control.Hold("POST /login");

        Task<SessionLease<IWebDriver>> lease = sessions.LeaseAsync(TestContext.Current.CancellationToken);
        await Task.WhenAny(_clock.TimerAsync(s_apart), lease);
        site.Control.Release(hold);
        Assert.False((await site.Control.WaitAsync("GET /$", 2, Job.Deadline, cancellationToken: TestContext.Current.CancellationToken)).TimedOut);
        _clock.Advance(s_apart);

        Assert.Equal(1, (await lease.WaitAsync(Job.Deadline, TimeProvider.System, TestContext.Current.CancellationToken)).Generation);
        SiteCounts counts = site.Control.Counts();
        Assert.Equal((0, 2, 2), (counts.LoginsFailed, counts.LoginsOk, _hooks));
    }

    /// <summary>A page whose form never comes: nothing was sent that could have been refused.</summary>
    [Fact]
    public async Task Open_HookFindsNoForm_IsTriedAgain()
    {
        await using MemberSite site = await LocalSite.StartAsync(pages: 1);
        ChromiumOptions options = Options();
        options.LogIn = async (driver, _) =>
        {
            await driver.Navigate().GoToUrlAsync(new Uri(new Uri(site.Url), "/login"));
            if (++_hooks < 3)
            {
                Assert.True(driver.FindElement(By.Id("password")).Displayed);
                Assert.Equal("password", driver.FindElement(By.Id("password")).GetAttribute("type"));
                new WebDriverWait(driver, TimeSpan.FromMilliseconds(100)).Until(static page => page.FindElement(By.Id("user-name")));
            }

            Fill(driver, new SiteOptions().Password);
            driver.FindElement(By.Id("login")).Click();
        };
        await using ChromiumProvider provider = new(options);
        await using SessionManager<IWebDriver> sessions = Manager(site, provider);

        Task<SessionLease<IWebDriver>> lease = sessions.LeaseAsync(TestContext.Current.CancellationToken);

        // The last click may return while the browser still shows the form.
        await Task.WhenAny(_clock.PassAsync(TimeSpan.FromSeconds(2)), lease);
        await lease.WaitAsync(Job.Deadline, TimeProvider.System, TestContext.Current.CancellationToken);

        Assert.Equal((3, 0), (_hooks, _clock.Timers(s_apart)));
    }

    public ValueTask DisposeAsync()
    {
        Assert.Empty(_folder.Processes());
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private ChromiumProvider Provider(MemberSite site, string password, Action<IWebDriver> send)
    {
        ChromiumOptions options = Options();
        options.LogIn = async (driver, _) =>
        {
            _hooks++;
            await driver.Navigate().GoToUrlAsync(new Uri(new Uri(site.Url), "/login"));
            Fill(driver, password);
            send(driver);
            new WebDriverWait(driver, TimeSpan.FromSeconds(1)).Until(static page => page.Title == "Kinfolk");
        };
        return new ChromiumProvider(options);
    }

    private static void Fill(IWebDriver driver, string password)
    {
        driver.FindElement(By.Id("username")).SendKeys("mary");
        driver.FindElement(By.Id("password")).SendKeys(password);
    }

    private ChromiumOptions Options() => new() { WorkFolder = Path.Combine(_folder.State, "holdfast") };

    /// <summary>The manager alone is on a clock that stands still: the browser is not.</summary>
    private SessionManager<IWebDriver> Manager(MemberSite site, ChromiumProvider provider) => new(
        provider,
        Microsoft.Extensions.Options.Options.Create(new SessionOptions { Recovery = { BackoffBase = TimeSpan.Zero } }),
        new Asker(new Uri(site.Url)),
        time: _clock);

    /// <summary>Asks the site, as API calls do.</summary>
    private sealed class Asker(Uri site) : ILoginVerifier
    {
        public async Task<Identity> WhoAmIAsync(LoginSnapshot login, CancellationToken cancellationToken)
        {
            using HttpClient client = new() { BaseAddress = site };
            using HttpRequestMessage request = new(HttpMethod.Get, "/api/me");
            request.Headers.Add("Cookie", string.Join("; ", login.Cookies.Select(static cookie => $"{cookie.Name}={cookie.Value}")));
            using HttpResponseMessage answer = await client.SendAsync(request, cancellationToken);
            return answer.StatusCode == HttpStatusCode.OK ? Identity.Member("mary") : Identity.Visitor($"{(int)answer.StatusCode}");
        }
    }
}
