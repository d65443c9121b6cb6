using Holdfast.Selenium;
using Kinfolk.Site;
using Microsoft.Extensions.DependencyInjection;
using OpenQA.Selenium;
using OpenQA.Selenium.Support.UI;

namespace Holdfast.EndToEnd.Tests;

/// <summary>A site that wants a one-time code, which counts once, and whose clock is not ours.</summary>
[Trait("Category", "Browser")]
public sealed class OneTimeCodeTests
{
    private const string Secret = "NB2W45DFOIZA2PJ5";
    private static readonly TimeSpan s_period = TimeSpan.FromSeconds(6);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Seconds after a login the session was lost: the same code, sent again, was refused, and a refused login is final.</summary>
    [Fact]
    public async Task LogIn_SessionLostRightAfter_WaitsForTheNextCodeByTheSitesClock()
    {
        await using SiteProcess site = await SiteProcess.StartAsync(
            "--pages", "1", "--code-secret", Secret, "--code-period", "6", "--clock-ahead", "3601");
        using SiteControlClient control = new(site.Url);
        await using Rig rig = new(site.Url, services => services.Configure<ChromiumOptions>(
            chrome => chrome.LogIn = (driver, login) => LogInAsync(driver, login, site.Url)));

        await rig.Http.ReachAsync(Cancel);
        SessionLease<IWebDriver> lease = await LeaseAsync(rig);
        await control.ExpireSessionsAsync(Cancel);
        using LeasedHttp http = rig.Http.ForLease(lease);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => http.Client.GetAsync("/api/me", Cancel));
        SessionLease<IWebDriver> next = await LeaseAsync(rig);

        Assert.Equal((2, LossCause.LoggedOut), (next.Generation, Assert.Single(await rig.CloseAsync()).Cause));
        SiteCounts counts = await control.CountsAsync(Cancel);
        Assert.Equal((2, 0), (counts.LoginsOk, counts.LoginsFailed));
    }

    private static Task<SessionLease<IWebDriver>> LeaseAsync(Rig rig) =>
        rig.Sessions.LeaseAsync(Cancel).WaitAsync(Job.Deadline, TimeProvider.System, Cancel);

    private static async Task LogInAsync(IWebDriver driver, LoginContext login, string site)
    {
        await driver.Navigate().GoToUrlAsync(site + "/login");
        driver.FindElement(By.Id("username")).SendKeys("mary");
        driver.FindElement(By.Id("password")).SendKeys(new SiteOptions().Password);
        driver.FindElement(By.Id("code")).SendKeys(await login.OneTimeCodeAsync(Secret, period: s_period));
        driver.FindElement(By.Id("login")).Click();
        new WebDriverWait(driver, TimeSpan.FromSeconds(60)).Until(static page => page.Title == "Kinfolk" || page.FindElements(By.Id("error")).Count > 0);
    }
}
