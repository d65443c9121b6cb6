using System.Globalization;
using System.Net;
using System.Net.Sockets;
using OpenQA.Selenium;
using OpenQA.Selenium.Support.UI;

namespace Holdfast.Selenium.Tests;

/// <summary>What is no death, one by one.</summary>
internal static class EverydayTroubles
{
    public const string GpuKilled = "GPU process killed once";

    private static readonly TimeSpan s_usualPageLoad = TimeSpan.FromMinutes(5);

    private static readonly Dictionary<string, string> s_failures = new(StringComparer.Ordinal)
    {
        ["element that is not there"] = nameof(NoSuchElementException),
        ["stale element"] = nameof(StaleElementReferenceException),
        ["script that throws"] = nameof(JavaScriptException),
        ["script time-out"] = nameof(WebDriverTimeoutException),
        ["site down"] = nameof(UnknownErrorException),
        ["alert in the way"] = nameof(UnhandledAlertException),
        ["tab that is gone before the driver comes"] = nameof(NoSuchWindowException),
        ["page-load time-out of 2 s"] = nameof(WebDriverTimeoutException),
        ["connections cut while a command runs"] = nameof(WebDriverException),
    };

    /// <summary>What the call must see.</summary>
    public static string SeenIn(string name) => s_failures.GetValueOrDefault(name, "success");

    /// <summary>What a driver's command runs into, wherever the browser is.</summary>
    public static readonly Dictionary<string, Action<IWebDriver>> Commands = new(StringComparer.Ordinal)
    {
        ["element that is not there"] = driver => driver.FindElement(By.Id("nowhere")),
        ["stale element"] = driver =>
        {
            IWebElement stale = driver.FindElement(By.Id("one"));
            driver.Navigate().Refresh();
            stale.Click();
        },
        ["script that throws"] = driver => ((IJavaScriptExecutor)driver).ExecuteScript("throw new Error('tab crashed, invalid session id')"),
        ["script time-out"] = driver =>
        {
            driver.Manage().Timeouts().AsynchronousJavaScript = TimeSpan.FromMilliseconds(100);
            _ = ((IJavaScriptExecutor)driver).ExecuteAsyncScript("/* never */");
        },
        ["script that computes for 5 s"] = driver => ((IJavaScriptExecutor)driver).ExecuteScript("const end = Date.now() + 5000; while (Date.now() < end);"),
        ["site down"] = driver => driver.Url = NobodyThere(),
    };

    /// <summary>The same that a browser on this machine can have beside them.</summary>
    public static readonly Dictionary<string, Func<ConformanceBed, SessionLease<IWebDriver>, CancellationToken, Task>> Local = new(StringComparer.Ordinal)
    {
        ["alert in the way"] = (bed, lease, token) => lease.UseAsync(
            driver =>
            {
                OpenAlert(driver);
                _ = driver.Title;
            },
            token),
        ["alert that stays open for 3 s while a call waits"] = async (bed, lease, token) =>
        {
            await lease.UseAsync(OpenAlert, token);
            _ = await lease.GuardAsync(
                async inner =>
                {
                    await Task.Delay(TimeSpan.FromSeconds(3), TimeProvider.System, inner);
                    return true;
                },
                token);
            await lease.UseAsync(driver => driver.SwitchTo().Alert().Accept(), token);
        },
        ["page-load time-out of 2 s"] = async (_, lease, token) =>
        {
            await using SilentSite silent = new();
            await lease.UseAsync(
                driver =>
                {
                    driver.Manage().Timeouts().PageLoad = TimeSpan.FromSeconds(2);
                    try
                    {
                        driver.Url = silent.Url;
                    }
                    finally
                    {
                        driver.Manage().Timeouts().PageLoad = s_usualPageLoad;
                    }
                },
                token);
        },
        ["page that comes after 30 s"] = async (_, lease, token) =>
        {
            await using RawSite slow = new() { Delay = TimeSpan.FromSeconds(30) };
            await lease.UseAsync(driver => driver.Url = slow.Url, token);
        },
        ["another tab closed"] = (_, lease, token) => lease.UseAsync(
            driver =>
            {
                string first = driver.CurrentWindowHandle;
                driver.SwitchTo().NewWindow(WindowType.Tab);
                string second = driver.CurrentWindowHandle;
                driver.SwitchTo().Window(first);
                driver.Close();
                driver.SwitchTo().Window(second);
            },
            token),
        ["pop-up that the driver is in closes itself"] = (_, lease, token) => lease.UseAsync(
            driver =>
            {
                string main = driver.CurrentWindowHandle;
                ((IJavaScriptExecutor)driver).ExecuteScript("window.open('about:blank', '_blank', 'width=300,height=300')");
                driver.SwitchTo().Window(driver.WindowHandles.Single(handle => handle != main));
                ((IJavaScriptExecutor)driver).ExecuteScript("setTimeout(() => window.close(), 0)");
                new WebDriverWait(driver, TimeSpan.FromSeconds(30)).Until(static one => one.WindowHandles.Count == 1);
                driver.SwitchTo().Window(main);
            },
            token),
        ["tab that is gone before the driver comes"] = (_, lease, token) => lease.UseAsync(
            driver =>
            {
                string main = driver.CurrentWindowHandle;
                ((IJavaScriptExecutor)driver).ExecuteScript("window.gone = window.open('about:blank')");
                string gone = driver.WindowHandles.Single(handle => handle != main);
                ((IJavaScriptExecutor)driver).ExecuteScript("window.gone.close()");
                new WebDriverWait(driver, TimeSpan.FromSeconds(30)).Until(static one => one.WindowHandles.Count == 1);
                driver.SwitchTo().Window(gone);
            },
            token),
        [GpuKilled] = (bed, lease, token) => KillAsync(bed, BrowserProcess.Gpu, lease, token),
        ["network service killed once"] = (bed, lease, token) => KillAsync(bed, BrowserProcess.Network, lease, token),
    };

    /// <summary>Kills a helper process and waits for the next, while a call of the job waits.</summary>
    private static async Task KillAsync(ConformanceBed bed, string kind, SessionLease<IWebDriver> lease, CancellationToken token)
    {
        int? killed = BrowserProcess.Find(bed.Session, kind);
        Assert.NotNull(killed);
        Assert.Equal(0, NativeMethods.Kill(killed.Value, NativeMethods.SigKill));
        int? next = killed;
        while (next is null || next == killed)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, token);
            await lease.UseAsync(driver => _ = driver.Title, token);
            next = BrowserProcess.Find(bed.Session, kind);
        }
    }

    /// <summary>The address of a site that is down.</summary>
    public static string NobodyThere()
    {
        using TcpListener taken = new(IPAddress.Loopback, 0);
        taken.Start();
        int port = ((IPEndPoint)taken.LocalEndpoint).Port;
        taken.Stop();
        return string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/");
    }

    private static void OpenAlert(IWebDriver driver)
    {
        ((IJavaScriptExecutor)driver).ExecuteScript("setTimeout(() => alert('invalid session id'), 0)");
        for (int look = 0; ; look++)
        {
            try
            {
                _ = driver.SwitchTo().Alert();
                return;
            }
            catch (NoAlertPresentException) when (look < 1000)
            {
                // Not shown yet.
            }
        }
    }
}
