using OpenQA.Selenium;

namespace Holdfast.EndToEnd.Tests;

/// <summary>What goes wrong in a browser every day without a session dying of it.</summary>
internal static class BrowserTrouble
{
    private const string Fine = "data:text/html,<title>fine</title><p id=one>text</p>";

    /// <summary>Troubles of some milliseconds each; most of them throw, and all are over by themselves: a driver was seen to wait for good, and that is a
    /// hang.</summary>
    public static IReadOnlyList<Action<IWebDriver>> Quick(string site) =>
    [
        driver => driver.Url = Fine,
        driver => driver.Url = $"{site}/matches?page=1",
        driver => driver.FindElement(By.Id("nowhere")),
        driver => Script(driver, "throw new Error('tab crashed, invalid session id')"),
        driver => Script(driver, "return null"),
        driver => driver.FindElement(By.CssSelector("][")),
        driver => driver.SwitchTo().Frame("nowhere"),
        driver => driver.SwitchTo().Alert(),
        driver => driver.Url = "http://127.0.0.1:1/",
        driver =>
        {
            Alert(driver, "invalid session id");
            _ = driver.Title;
        },
        driver =>
        {
            driver.Url = Fine;
            IWebElement stale = driver.FindElement(By.Id("one"));
            driver.Navigate().Refresh();
            stale.Click();
        },
        driver =>
        {
            driver.Manage().Timeouts().AsynchronousJavaScript = TimeSpan.FromMilliseconds(5);
            ((IJavaScriptExecutor)driver).ExecuteAsyncScript("/* never */");
        },
    ];

    /// <summary>A page that does not come in time.</summary>
    public static void PageLoadTimesOut(IWebDriver driver, string site, TimeSpan patience)
    {
        driver.Manage().Timeouts().PageLoad = patience;
        try
        {
            driver.Url = $"{site}/slow?ms=60000";
        }
        finally
        {
            driver.Manage().Timeouts().PageLoad = TimeSpan.FromMinutes(5);
        }
    }

    /// <summary>A page that keeps its tab busy for longer than two probes wait.</summary>
    public static void BusyPage(IWebDriver driver) => Script(driver, "const end = Date.now() + 4000; while (Date.now() < end) { }");

    /// <summary>A window of our own that is opened and closed.</summary>
    public static void OpenAndCloseWindow(IWebDriver driver)
    {
        string first = driver.CurrentWindowHandle;
        driver.SwitchTo().NewWindow(WindowType.Tab);
        driver.Close();
        driver.SwitchTo().Window(first);
    }

    /// <summary>A page of its own for the tab, and no dialog: what a fault is then done to is known.</summary>
    public static void Settle(IWebDriver driver)
    {
        try
        {
            driver.Url = Fine;
        }
        catch (UnhandledAlertException)
        {
            // Said once, and the dialog is gone.
            driver.Url = Fine;
        }
    }

    /// <summary>Returns when the dialog is there, so that it is the next command that meets it.</summary>
    private static void Alert(IWebDriver driver, string text)
    {
        Script(driver, $"setTimeout(() => alert('{text}'), 0)");
        long started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                _ = driver.SwitchTo().Alert();
                return;
            }
            catch (NoAlertPresentException) when (TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(10))
            {
                // Not shown yet.
            }
        }
    }

    private static void Script(IWebDriver driver, string script) => ((IJavaScriptExecutor)driver).ExecuteScript(script);
}
