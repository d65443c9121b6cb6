using System.Diagnostics;
using Holdfast.Testing;
using Microsoft.Extensions.Options;
using OpenQA.Selenium;

namespace Holdfast.Selenium.Tests;

/// <summary>A browser that wants a processor and hardly gets one is no hang; one that was stopped is, on the busiest machine.</summary>
[Trait("Category", "Browser")]
public sealed class StarvedBrowserTests(ITestOutputHelper output)
{
    // More than the patience that a tab has, and many times that of a browser.
    private static readonly TimeSpan s_long = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(60);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Session_ProcessesThatHardlyRun_LivesOnUntilItIsStopped()
    {
        await using ConformanceBed bed = new();
        IncidentRecorder incidents = new();
        await using SessionManager<IWebDriver> manager = new(bed, Options.Create(new SessionOptions()), verifier: null, [incidents]);
        SessionLease<IWebDriver> lease = await manager.LeaseAsync(Token);

        // Disposed first: what hardly runs can hardly be ended.
        using ProcessorLimit? limit = ProcessorLimit.TryMake(out string why);
        Assert.SkipWhen(limit is null, why);

        // Only who needs a session asks it.
        Task<bool> call = lease.GuardAsync(
            async token =>
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
                return true;
            },
            Token).AsTask();
        limit!.Take(bed.Session.Launched.Record.Processes.Find().Select(process => process.Pid));
        long began = Stopwatch.GetTimestamp();
        while (manager.Health.State != SessionState.Unresponsive)
        {
            Assert.True(Stopwatch.GetElapsedTime(began) < s_deadline, $"the session was never silent: {manager.Health}");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Token);
        }

        await Task.WhenAny(Task.Delay(s_long, TimeProvider.System, lease.Lost));
        if (lease.IsLost)
        {
            TimeSpan after = Stopwatch.GetElapsedTime(began);
            limit.Dispose();
            Assert.Fail($"after {after.TotalSeconds:0.0} s: {(await incidents.FirstAsync(record => record.Generation == 1)).Evidence[0].Evidence.Detail}");
        }

        // As slow as before, and stopped.
        int browser = bed.Session.Launched.Record.Browser!.Pid;
        Assert.Equal(0, NativeMethods.Kill(browser, NativeMethods.SigStop));

        // It stops at its next turn.
        for (began = Stopwatch.GetTimestamp(); !call.IsCompleted && ProcessStat.Read(browser) is not { IsStopped: true };)
        {
            Assert.True(Stopwatch.GetElapsedTime(began) < s_deadline, "the browser has not stopped");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Token);
        }

        began = Stopwatch.GetTimestamp();
        await Assert.ThrowsAsync<SessionLostException>(() => call.WaitAsync(s_deadline, TimeProvider.System, Token));
        TimeSpan noticed = Stopwatch.GetElapsedTime(began);
        limit.Dispose();
        Incident incident = await incidents.FirstAsync(record => record.Generation == 1);
        output.WriteLine($"noticed after {noticed.TotalSeconds:0.0} s: {incident.Evidence[0].Evidence.Detail}");
        Assert.True(noticed < TimeSpan.FromSeconds(10), $"noticed after {noticed.TotalSeconds:0.0} s");
        Assert.Equal((LossCause.Unresponsive, "probe-browser"), (incident.Cause, incident.Evidence[0].Evidence.Source));
    }

    /// <summary>Whoever computes is not starved: a script that does not end has no more patience than ever beside four loops
    /// that want a processor too.</summary>
    [Fact]
    public async Task Probe_EndlessScriptAmongLoops_IsNotStarved()
    {
        await using TestBrowser browser = await TestBrowser.LaunchAsync();
        Task script = await browser.StartAsync(driver => ((IJavaScriptExecutor)driver).ExecuteScript("for (;;);"));
        List<ProbeResult> probes = [];
        using (BusyLoops loops = new(4))
        {
            for (long began = Stopwatch.GetTimestamp(); probes.Count < 5 && Stopwatch.GetElapsedTime(began) < s_deadline;)
            {
                using CancellationTokenSource deadline = new(TimeSpan.FromMilliseconds(700));
                ProbeResult probe = await browser.Session.ProbeAsync(deadline.Token);
                output.WriteLine($"{probe}");
                if (probe.Stuck == SessionLayer.Tab)
                {
                    probes.Add(probe);
                }
            }
        }

        Assert.Equal(5, probes.Count);
        Assert.All(probes, probe => Assert.Equal((false, TimeSpan.Zero), (probe.IsStopped, probe.Starved)));
        Assert.True(await browser.Session.TryReuseAsync(LossCause.Unresponsive, Token));
        await Task.WhenAny(script).WaitAsync(s_deadline, TimeProvider.System, Token);
    }
}
