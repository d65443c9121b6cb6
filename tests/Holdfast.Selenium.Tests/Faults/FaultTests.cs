using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Holdfast.Selenium.Tests;

[Trait("Category", "Browser")]
public sealed class FaultTests(ITestOutputHelper output)
{
    public static TheoryData<Fault, bool> Faults
    {
        get
        {
            TheoryData<Fault, bool> data = [];
            foreach (Fault fault in Enum.GetValues<Fault>())
            {
                data.Add(fault, false);
                if (fault != Fault.CloseByDriver)
                {
                    // The driver would queue the closing behind the script.
                    data.Add(fault, true);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Fault_IdleOrBusy_NamesItsCauseAndLeavesNothing(Fault fault, bool busy)
    {
        int rounds = int.Parse(Environment.GetEnvironmentVariable("HOLDFAST_TEST_ROUNDS") ?? "1", System.Globalization.CultureInfo.InvariantCulture);
        List<double> latencies = [];
        List<double> ends = [];
        for (int round = 0; round < rounds; round++)
        {
            await using TestBrowser browser = await TestBrowser.LaunchAsync();

            if (fault == Fault.CrashTab)
            {
                // A crash in the middle of the first navigation would take the old process, and the tab would live on in the new one.
                // (Not for the others: a page with a history may not close its own window.)
                await browser.RunAsync(driver => driver.Url = "data:text/html,<title>page</title>");
            }

            Task work = busy ? await browser.StartLongScriptAsync() : Task.CompletedTask;
            Assert.Empty(browser.Evidence.All);
            long at = Stopwatch.GetTimestamp();
            Task injected = InjectAsync(browser, fault);
            (Evidence first, long seen) = await browser.Evidence.NextAsync();
            latencies.Add(Stopwatch.GetElapsedTime(at, seen).TotalMilliseconds);
            if (rounds > 1)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(250), TimeProvider.System, TestContext.Current.CancellationToken);
            }

            output.WriteLine($"{latencies[^1]:0.0} ms: {browser.Evidence}");
            LossCause expected = Expected(fault);
            Assert.Equal(expected, first.Cause);
            Assert.Equal(expected, browser.Evidence.Cause());
            ends.Add((await browser.EndAsync()).TotalMilliseconds);
            await Task.WhenAny(work, Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System, TestContext.Current.CancellationToken));
            Assert.True(work.IsCompleted, "the command in flight was not freed");
            await Task.WhenAny(injected, Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System, TestContext.Current.CancellationToken));
        }

        latencies.Sort();
        ends.Sort();
        output.WriteLine(
            $"{fault} busy={busy} n={rounds}: first evidence median {latencies[rounds / 2]:0.0} max {latencies[^1]:0.0} ms; "
            + $"end median {ends[rounds / 2]:0} max {ends[^1]:0} ms");
    }

    public enum Fault
    {
        KillBrowser,
        TermBrowser,
        InterruptBrowser,
        KillDriver,
        CloseByDriver,
        CloseByScript,
        CloseTarget,
        CrashTab,
    }

    private static LossCause Expected(Fault fault) => fault switch
    {
        Fault.KillDriver => LossCause.DriverExited,
        Fault.CloseByDriver or Fault.CloseByScript or Fault.CloseTarget => LossCause.WindowClosed,
        Fault.CrashTab => LossCause.TabLost,
        _ => LossCause.BrowserExited,
    };

    private static async Task InjectAsync(TestBrowser browser, Fault fault)
    {
        switch (fault)
        {
            case Fault.KillBrowser:
                browser.Kill(browser.BrowserPid, NativeMethods.SigKill);
                break;
            case Fault.TermBrowser:
                browser.Kill(browser.BrowserPid, NativeMethods.SigTerm);
                break;
            case Fault.InterruptBrowser:
                browser.Kill(browser.BrowserPid, NativeMethods.SigInt);
                break;
            case Fault.KillDriver:
                browser.Kill(browser.DriverPid, NativeMethods.SigKill);
                break;
            case Fault.CloseByDriver:
                await browser.RunAsync(driver => driver.Close());
                break;
            case Fault.CloseByScript:
                await InPageAsync(browser, "Runtime.evaluate", new JsonObject { ["expression"] = "window.close()" });
                break;
            case Fault.CloseTarget:
                _ = await browser.Session.Launched.Watch.Browser.CallAsync(
                    "Target.closeTarget", new JsonObject { ["targetId"] = browser.Session.Launched.Watch.Tabs.InUse }, CancellationToken.None);
                break;
            case Fault.CrashTab:
                await InPageAsync(browser, "Page.crash", null);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(fault));
        }
    }

    private static async Task InPageAsync(TestBrowser browser, string method, JsonObject? parameters)
    {
        DevToolsSocket socket = browser.Session.Launched.Watch.Browser;
        string session = (await socket.CallAsync(
            "Target.attachToTarget",
            new JsonObject { ["targetId"] = browser.Session.Launched.Watch.Tabs.InUse, ["flatten"] = true },
            CancellationToken.None)).GetProperty("sessionId").GetString()!;
        try
        {
            _ = await socket.CallAsync(method, parameters, CancellationToken.None, session).WaitAsync(TimeSpan.FromSeconds(5));
        }
        catch (Exception exception) when (exception is DevToolsException or TimeoutException)
        {
            // The page is gone before it could answer.
        }
    }
}
