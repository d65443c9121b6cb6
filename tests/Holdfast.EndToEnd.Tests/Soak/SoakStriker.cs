using Kinfolk.Site;

namespace Holdfast.EndToEnd.Tests;

/// <summary>Does faults to a soak's job from outside, and waits for what comes of each.</summary>
/// <param name="job">The job, and its next starts.</param>
/// <param name="site">The site's switches.</param>
/// <param name="ledger">The job's ledger.</param>
/// <param name="random">Chooses within a fault.</param>
internal sealed class SoakStriker(SoakJob job, SiteControlClient site, SoakLedger ledger, Random random)
{
    // For a site that is slow: everything but the questions of recovery waits.
    private static readonly string[] s_work = ["/api/matches", "/api/profiles/", "/api/badges"];
    private static readonly TimeSpan s_outage = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(4);

    /// <summary>Does it, and ends when the job has recovered.</summary>
    /// <returns>The fault's row, as far as it is known now.</returns>
    public async Task<SoakRow> StrikeAsync(SoakRow row)
    {
        if (row.Fault.Causes().Count == 0)
        {
            await DisturbAsync(row.Fault);
            return row;
        }

        RunningBrowser browser = await job.Now.BrowserAsync();
        if (row.Fault.IsHang())
        {
            foreach (string path in s_work)
            {
                await site.HoldAsync(path);
            }
        }

        DateTimeOffset struck = TimeProvider.System.GetUtcNow();
        await HurtAsync(row.Fault, browser);
        Incident incident = await ledger.RecoveredAsync(row.IncidentsBefore + 1, job.Now);
        await site.ReleaseAsync();
        return row with
        {
            Cause = incident.Cause.ToString(),
            NoticedMs = (incident.DetectedAt - struck).TotalMilliseconds,
            RecoveredMs = incident.Duration!.Value.TotalMilliseconds,
            SlowSteps = SoakSteps.Slow(incident),
        };
    }

    /// <summary>What the session dies of.</summary>
    private async Task HurtAsync(SoakFault fault, RunningBrowser browser)
    {
        switch (fault)
        {
            case SoakFault.KillBrowser:
                await Fault.KillBrowser.CarryOutAsync(browser);
                break;
            case SoakFault.KillDriver:
                await Fault.KillDriver.CarryOutAsync(browser);
                break;
            case SoakFault.KillBoth:
                await Fault.KillBrowser.CarryOutAsync(browser);
                await Fault.KillDriver.CarryOutAsync(browser);
                break;
            case SoakFault.TerminateBrowser:
                await Fault.TerminateBrowser.CarryOutAsync(browser);
                break;
            case SoakFault.CloseLastWindow:
                await Fault.CloseLastWindow.CarryOutAsync(browser);
                break;
            case SoakFault.CloseTab:
                await browser.CloseTabAsync();
                break;
            case SoakFault.CrashTab:
                await browser.SendToTabsAsync("""{"id":1,"method":"Page.crash"}""");
                break;
            case SoakFault.KillTab:
                Assert.All(browser.Children("renderer"), pid => Signals.Send(pid, Signals.Kill));
                break;
            case SoakFault.StopBrowser:
                Assert.Equal(0, Signals.Send(browser.Browser, Signals.Stop));
                break;
            case SoakFault.StopDriver:
                Assert.Equal(0, Signals.Send(browser.Driver, Signals.Stop));
                break;
            case SoakFault.HangTab:
                await browser.SendToTabsAsync(
                    """{"id":1,"method":"Runtime.evaluate","params":{"expression":"setTimeout(() => { for (;;); }, 0)"}}""");
                break;
            case SoakFault.ExpireLogin:
                await site.SetFaceAsync(random.GetItems(Enum.GetValues<LoggedOutFace>(), 1)[0]);
                await site.ExpireSessionsAsync();
                break;
            case SoakFault.KillBrowserSiteDown:
                ArrivalReport before = await site.WaitAsync("/never", 1, TimeSpan.Zero);
                await site.AddFaultAsync(new FaultRule("/", 0));
                await Fault.KillBrowser.CarryOutAsync(browser);
                await site.WaitAsync("/api/me", 2, Job.Deadline, before.Sequence);
                await site.ClearFaultsAsync();
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(fault), fault, "No session dies of it.");
        }
    }

    /// <summary>What the session must live through.</summary>
    private async Task DisturbAsync(SoakFault fault)
    {
        switch (fault)
        {
            case SoakFault.SiteDown:
                await site.AddFaultAsync(new FaultRule("/", 0));
                await Task.Delay(s_outage, TimeProvider.System);
                await site.ClearFaultsAsync();
                break;
            case SoakFault.ServerErrors:
                await site.AddFaultAsync(new FaultRule("/api/", 503, random.Next(5, 20)));
                break;
            case SoakFault.Throttle:
                await site.ThrottleAsync("/api/", random.Next(1, 10), retryAfterSeconds: 1);
                break;
            case SoakFault.RotateCsrf:
                await site.RotateCsrfAsync();
                break;
            case SoakFault.PauseJob:
                job.Now.Signal(Signals.Stop);
                await Task.Delay(s_pause, TimeProvider.System);
                job.Now.Signal(Signals.Continue);
                break;
            case SoakFault.DrainJob:
                job.Now.Signal(Signals.Terminate);
                Assert.Equal(App.ExitCode.Stopped, await job.Now.EndAsync());
                job.Start();
                break;
            case SoakFault.KillJob:
                job.Now.Signal(Signals.Kill);
                await job.Now.EndAsync();
                job.Start();
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(fault), fault, "The session dies of it.");
        }
    }
}
