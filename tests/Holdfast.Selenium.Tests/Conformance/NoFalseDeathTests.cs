using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Options;
using OpenQA.Selenium;

namespace Holdfast.Selenium.Tests;

/// <summary>What goes wrong every day without a session dying of it.</summary>
[Trait("Category", "Browser")]
public sealed class NoFalseDeathTests(ITestOutputHelper output)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Thousands of operations among alerts, stale and missing elements, broken scripts, unreachable sites and page-load time-outs.</summary>
    [Fact]
    public async Task EverydayTrouble_KillsNothing_AndARealDeathAmongItIsFound()
    {
        int operations = int.Parse(Environment.GetEnvironmentVariable("HOLDFAST_TEST_OPERATIONS") ?? "300", CultureInfo.InvariantCulture);
        int seed = Environment.TickCount;
        output.WriteLine($"seed {seed}, {operations} operations");
        Random random = new(seed);
        string folder = TestBrowser.NewFolder();
        await using (SilentSite silent = new())
        await using (ChromiumProvider provider = new(new ChromiumOptions { WorkFolder = folder }))
        {
            SessionOptions options = new();
            await using SessionManager<IWebDriver> manager = new(provider, Options.Create(options));
            SessionLease<IWebDriver> lease = await manager.LeaseAsync(Token);
            int failures = 0;
            for (int i = 0; i < operations; i++)
            {
                Action<IWebDriver> trouble = Troubles[random.Next(Troubles.Length)];
                try
                {
                    await lease.UseAsync(
                        driver =>
                        {
                            trouble(driver);
                            return true;
                        },
                        Token);
                }
                catch (WebDriverException)
                {
                    failures++;
                }

                Assert.False(lease.IsLost, $"seed {seed}: operation {i} was taken for a death");
            }

            await SlowPageAsync(lease, silent);
            Assert.Equal((0, SessionState.Alive), (manager.Health.Deaths, manager.Health.State));
            Assert.True(failures > operations / 4, "the troubles must be real");

            await lease.Faults!.InjectAsync(FaultKind.KillBrowser, Token);
            Assert.True(await Task.Run(() => lease.Lost.WaitHandle.WaitOne(TimeSpan.FromSeconds(30)), Token));
            Assert.Equal(2, (await manager.LeaseAsync(Token)).Generation);
            Assert.Equal(1, manager.Health.Deaths);
        }

        TestBrowser.AssertNothingLeft(folder);
    }

    private static readonly Action<IWebDriver>[] Troubles =
    [
        driver => driver.Url = "data:text/html,<title>fine</title><p id=one>text</p>",
        driver => driver.FindElement(By.Id("nowhere")),
        driver => ((IJavaScriptExecutor)driver).ExecuteScript("throw new Error('tab crashed, invalid session id')"),
        driver => ((IJavaScriptExecutor)driver).ExecuteScript("return null"),
        driver => driver.FindElement(By.CssSelector("][")),
        driver => driver.SwitchTo().Frame("nowhere"),
        driver => driver.SwitchTo().Window("nowhere"),
        driver => driver.SwitchTo().Alert(),
        driver => driver.Url = EverydayTroubles.NobodyThere(),
        driver =>
        {
            ((IJavaScriptExecutor)driver).ExecuteScript("setTimeout(() => alert('invalid session id'), 0)");
            _ = driver.Title;
            driver.SwitchTo().Alert().Accept();
        },
        driver =>
        {
            driver.Url = "data:text/html,<p id=one>text</p>";
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

    /// <summary>A page that does not come: the command is overdue, the tab waits, and the browser's own time-out ends it.</summary>
    private static async Task SlowPageAsync(SessionLease<IWebDriver> lease, SilentSite silent)
    {
        long started = Stopwatch.GetTimestamp();
        _ = await Assert.ThrowsAnyAsync<WebDriverException>(async () => await lease.UseAsync(
            driver =>
            {
                driver.Manage().Timeouts().PageLoad = TimeSpan.FromSeconds(15);
                driver.Url = silent.Url;
                return true;
            },
            Token));
        Assert.True(Stopwatch.GetElapsedTime(started) > TimeSpan.FromSeconds(14), "the page must really be slow");
        Assert.False(lease.IsLost);
    }
}
