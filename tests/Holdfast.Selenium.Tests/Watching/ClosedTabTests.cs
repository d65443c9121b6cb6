using System.Text.Json.Nodes;
using OpenQA.Selenium;
using OpenQA.Selenium.Support.UI;

namespace Holdfast.Selenium.Tests;

/// <summary>Tabs, pop-ups and windows that the page itself opens and closes, in a real browser.</summary>
[Trait("Category", "Browser")]
public sealed class ClosedTabTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>The pop-up that the driver is in closes itself: by a script, by a timer, or by what the driver clicks. Each time the driver goes on.</summary>
    [Fact]
    public async Task PopUpClosesItself_DriverGoesOn_IsNoLoss()
    {
        await using TestBrowser browser = await TestBrowser.LaunchAsync();
        string main = await OpenMainAsync(browser);
        string[] ways =
        [
            "window.close()",
            "setTimeout(() => window.close(), 100)",
            "document.body.innerHTML = '<button onclick=\"window.close()\">x</button>'",
        ];
        foreach (string way in ways)
        {
            await browser.RunAsync(driver =>
            {
                OpenPopUp(driver, main);
                Script(driver, way);
                if (way.Contains("button", StringComparison.Ordinal))
                {
                    driver.FindElement(By.TagName("button")).Click();
                }

                new WebDriverWait(driver, TimeSpan.FromSeconds(30)).Until(static one => one.WindowHandles.Count == 1);
                driver.SwitchTo().Window(main);
                Assert.Equal("main", driver.Title);
            });
        }

        await browser.Session.Launched.Watch.Follower.Decided.WaitAsync(TimeSpan.FromSeconds(10), Token);
        await browser.Session.CanaryAsync(Token);
        Assert.Empty(browser.Evidence.All);
        Assert.Equal(main, browser.Session.Launched.Watch.Tabs.InUse);
    }

    /// <summary>The next piece of work goes on in another tab.</summary>
    [Fact]
    public async Task PopUpClosesItself_NextWorkGoesOn_IsNoLoss()
    {
        await using TestBrowser browser = await TestBrowser.LaunchAsync();
        string main = await OpenMainAsync(browser);
        await browser.RunAsync(driver =>
        {
            OpenPopUp(driver, main);
            Script(driver, "setTimeout(() => window.close(), 0)");
        });
        await browser.RunAsync(driver => driver.SwitchTo().Window(main));

        await browser.Session.CanaryAsync(Token);
        await browser.Session.Launched.Watch.CatchUpAsync(TimeSpan.FromSeconds(10), TimeProvider.System);
        await browser.Session.Launched.Watch.Follower.Decided.WaitAsync(TimeSpan.FromSeconds(10), Token);
        Assert.Empty(browser.Evidence.All);
    }

    /// <summary>A tab that becomes a download, or a print window, is gone before the driver comes: it stays where it was.</summary>
    [Fact]
    public async Task SwitchToATabThatIsGone_DriverStays_IsNoLoss()
    {
        await using TestBrowser browser = await TestBrowser.LaunchAsync();
        string main = await OpenMainAsync(browser);
        await browser.RunAsync(driver =>
        {
            Script(driver, "window.popUp = window.open('about:blank')");
            string gone = driver.WindowHandles.Single(handle => handle != main);
            Script(driver, "window.popUp.close()");
            new WebDriverWait(driver, TimeSpan.FromSeconds(30)).Until(static one => one.WindowHandles.Count == 1);
            Assert.Throws<NoSuchWindowException>(() => driver.SwitchTo().Window(gone));
            Assert.Equal("main", driver.Title);
        });

        await browser.Session.Launched.Watch.Follower.Decided.WaitAsync(TimeSpan.FromSeconds(10), Token);
        Assert.Empty(browser.Evidence.All);
        Assert.Equal(main, browser.Session.Launched.Watch.Tabs.InUse);
    }

    /// <summary>Nobody goes on: found without any command.</summary>
    [Fact]
    public async Task TabInUseClosed_NobodyGoesOn_IsLost()
    {
        await using TestBrowser browser = await TestBrowser.LaunchAsync();
        string main = await OpenMainAsync(browser);
        await browser.RunAsync(driver =>
        {
            OpenPopUp(driver, main);
            Script(driver, "setTimeout(() => window.close(), 0)");
        });

        Assert.Equal(LossCause.TabLost, (await browser.Evidence.NextAsync()).Evidence.Cause);
    }

    /// <summary>A question to a tab that is closed under it is answered with null, which is no answer.</summary>
    [Fact]
    public async Task TabInUseClosed_UnderAQuestion_NullIsNotTakenForItsAnswer()
    {
        await using TestBrowser browser = await TestBrowser.LaunchAsync();
        string main = await OpenMainAsync(browser);
        await browser.RunAsync(driver => OpenPopUp(driver, main));
        Task script = await browser.StartLongScriptAsync();
        await browser.Session.Launched.Watch.Browser.CallAsync(
            "Target.closeTarget", new JsonObject { ["targetId"] = browser.Session.Launched.Watch.Tabs.InUse }, Token);

        // A lease that is lost hands out no answer; so the tab must be known to be lost first.
        _ = await Record.ExceptionAsync(() => script);
        Assert.Equal(LossCause.TabLost, Assert.Single(browser.Evidence.All).Evidence.Cause);
    }

    private static async Task<string> OpenMainAsync(TestBrowser browser)
    {
        await browser.RunAsync(driver => driver.Url = "data:text/html,<title>main</title>");
        return browser.Session.Launched.Watch.Tabs.InUse!;
    }

    private static void OpenPopUp(IWebDriver driver, string main)
    {
        Script(driver, "window.open('about:blank', '_blank', 'width=300,height=300')");
        driver.SwitchTo().Window(driver.WindowHandles.Single(handle => handle != main));
    }

    private static void Script(IWebDriver driver, string script) => ((IJavaScriptExecutor)driver).ExecuteScript(script);
}
