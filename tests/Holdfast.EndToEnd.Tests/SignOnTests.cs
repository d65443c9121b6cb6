using Holdfast.Selenium;
using Kinfolk.Site;
using Microsoft.Extensions.DependencyInjection;
using OpenQA.Selenium;
using OpenQA.Selenium.Support.UI;

namespace Holdfast.EndToEnd.Tests;

/// <summary>Logins whose password is typed on another host: in the same tab, or in a pop-up that closes itself.</summary>
[Trait("Category", "Browser")]
public sealed class SignOnTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(SignOn.Elsewhere)]
    [InlineData(SignOn.PopUp)]
    public async Task Open_PasswordOnAnotherHost_IsOneLoginAndNoIncident(SignOn kind)
    {
        await using SiteProcess site = await SiteProcess.StartAsync("--pages", "1", "--sign-on", kind.ToString());
        using SiteControlClient control = new(site.Url);
        await using Rig rig = new(site.Url, services => services.Configure<ChromiumOptions>(
            chrome => chrome.LogIn = (driver, _) => LogInAsync(driver, kind, site.Url)));

        SessionLease<IWebDriver> lease = await rig.Sessions.LeaseAsync(Cancel).WaitAsync(Job.Deadline, TimeProvider.System, Cancel);
        using LeasedHttp http = rig.Http.ForLease(lease);
        string? title = await lease.UseAsync(
            async (driver, token) =>
            {
                if (kind == SignOn.PopUp)
                {
                    // An action may do the same; meanwhile calls go on.
                    string main = OpenPopUp(driver, site.Url);
                    ((IJavaScriptExecutor)driver).ExecuteScript("window.close()");
                    using HttpResponseMessage me = await http.Client.GetAsync("/api/me", token);
                    me.EnsureSuccessStatusCode();
                    driver.SwitchTo().Window(main);
                }

                await driver.Navigate().GoToUrlAsync(site.Url);
                return driver.Title;
            },
            Cancel);

        Assert.Equal(("Kinfolk", 1, false), (title, lease.Generation, lease.IsLost));
        Assert.Empty(await rig.CloseAsync());
        SiteCounts counts = await control.CountsAsync(Cancel);
        Assert.Equal((1, 0), (counts.LoginsOk, counts.LoginsFailed));
    }

    private static async Task LogInAsync(IWebDriver driver, SignOn kind, string site)
    {
        string? main = kind == SignOn.PopUp ? OpenPopUp(driver, site) : null;
        if (main is null)
        {
            await driver.Navigate().GoToUrlAsync(site + "/login");
        }

        WebDriverWait wait = new(driver, s_patience);
        wait.Until(static page => page.FindElement(By.Id("username"))).SendKeys("mary");
        driver.FindElement(By.Id("password")).SendKeys(new SiteOptions().Password);
        driver.FindElement(By.Id("login")).Click();
        if (main is not null)
        {
            wait.Until(static one => one.WindowHandles.Count == 1);
            driver.SwitchTo().Window(main);
        }

        wait.Until(static page => page.Title == "Kinfolk");
    }

    /// <returns>The tab that opened it.</returns>
    private static string OpenPopUp(IWebDriver driver, string site)
    {
        driver.Url = site + "/login";
        string main = driver.CurrentWindowHandle;
        driver.FindElement(By.Id("sign-on")).Click();
        new WebDriverWait(driver, s_patience).Until(static one => one.WindowHandles.Count == 2);
        driver.SwitchTo().Window(driver.WindowHandles.Single(handle => handle != main));
        return main;
    }
}
