using OpenQA.Selenium;
using OpenQA.Selenium.Remote;
using OpenQA.Selenium.Support.UI;

namespace Holdfast.Selenium.Tests;

/// <summary>The rules against what the driver really throws.</summary>
[Trait("Category", "Browser")]
public sealed class RealFailureTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Classify_RealFailuresOfALivingSession_FollowTheirRows()
    {
        await using TestBrowser browser = await TestBrowser.LaunchAsync();
        string closed;
        await using (SilentSite site = new())
        {
            closed = site.Url;
        }

        await Check(browser, "row 1", VerdictKind.SiteFault, driver => driver.Url = closed);
        await Check(browser, "row 2", VerdictKind.CallerFault, driver => driver.FindElement(By.Id("none")));
        await Check(browser, "row 2", VerdictKind.CallerFault, driver => driver.FindElement(By.CssSelector("[[")));
        await Check(browser, "row 2", VerdictKind.CallerFault, driver => driver.SwitchTo().Frame("none"));
        await Check(browser, "row 2", VerdictKind.CallerFault, driver => ((IJavaScriptExecutor)driver).ExecuteScript("throw new Error('tab crashed')"));
        await Check(browser, "row 2", VerdictKind.CallerFault, driver =>
        {
            driver.Url = "data:text/html,<p id=p>x</p>";
            IWebElement element = driver.FindElement(By.Id("p"));
            driver.Navigate().Refresh();
            _ = element.Text;
        });
        await Check(browser, "row 2", VerdictKind.CallerFault, driver => driver.SwitchTo().Alert());
        await Check(browser, "row 2", VerdictKind.CallerFault, driver =>
        {
            _ = ((IJavaScriptExecutor)driver).ExecuteScript("setTimeout(() => alert('x'), 0)");
            new WebDriverWait(driver, TimeSpan.FromSeconds(5)).Until(one => one.Title.Length < 0);
        });
        await Check(browser, "row 2", VerdictKind.CallerFault, driver =>
            new WebDriverWait(driver, TimeSpan.FromMilliseconds(50)).Until(one => one.FindElement(By.Id("none"))));
        await Check(browser, "row 10", VerdictKind.Suspected, driver => driver.SwitchTo().Window("none"));
        await Check(browser, "row 14", VerdictKind.Transient, driver =>
        {
            driver.Manage().Timeouts().AsynchronousJavaScript = TimeSpan.FromMilliseconds(50);
            _ = ((IJavaScriptExecutor)driver).ExecuteAsyncScript("setTimeout(arguments[0], 5000)");
        });
        await using SilentSite silent = new();
        await Check(browser, "row 13", VerdictKind.SiteFault, driver =>
        {
            driver.Manage().Timeouts().PageLoad = TimeSpan.FromMilliseconds(200);
            driver.Url = silent.Url;
        });
        Assert.Empty(browser.Evidence.All);
    }

    [Fact]
    public async Task Classify_RealFailuresOfADeadSession_FollowTheirRows()
    {
        await using (TestBrowser browser = await TestBrowser.LaunchAsync())
        {
            browser.Kill(browser.BrowserPid, NativeMethods.SigKill);
            _ = await browser.Evidence.NextAsync();
            await Check(browser, "row 3", VerdictKind.Dead, driver => _ = driver.Title);
            await Check(browser, "row 3", VerdictKind.Dead, driver => _ = driver.Title);
        }

        await using (TestBrowser browser = await TestBrowser.LaunchAsync())
        {
            Task script = await browser.StartLongScriptAsync();
            browser.Kill(browser.DriverPid, NativeMethods.SigKill);
            _ = await browser.Evidence.NextAsync();
            Exception ended = await Assert.ThrowsAnyAsync<Exception>(() => script);
            Assert.Equal(LossCause.DriverExited, browser.Session.Classify(ended).Cause);
            await Check(browser, "row 6", VerdictKind.Dead, driver => _ = driver.Title);
        }

        await using (TestBrowser browser = await TestBrowser.LaunchAsync())
        {
            using HttpCommandExecutor impatient = new(browser.Session.Launched.Service.ServiceUrl, TimeSpan.FromMilliseconds(700));
            browser.Kill(browser.BrowserPid, 19);
            await Check(browser, "row 12", VerdictKind.None, driver =>
                _ = impatient.Execute(new Command(((WebDriver)driver).SessionId, DriverCommand.GetTitle, null)));
        }
    }

    private async Task Check(TestBrowser browser, string row, VerdictKind kind, Action<IWebDriver> action)
    {
        Exception exception = await Assert.ThrowsAnyAsync<Exception>(() => browser.RunAsync(action));
        Verdict verdict = browser.Session.Classify(exception);
        output.WriteLine($"{verdict.Rule} <- {exception.GetType().Name}: {EvidenceText.Clean(exception.Message)}");
        Assert.StartsWith(row + ":", verdict.Rule, StringComparison.Ordinal);
        Assert.Equal(kind, verdict.Kind);
    }
}
