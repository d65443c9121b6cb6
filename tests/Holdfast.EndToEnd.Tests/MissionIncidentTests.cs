using System.Globalization;
using Holdfast.App;
using Kinfolk.Site;

namespace Holdfast.EndToEnd.Tests;

/// <summary>The incident that started this project: 282 errors in 20 seconds, and three summaries that contradicted each other.</summary>
[Trait("Category", "Browser")]
public sealed class MissionIncidentTests(ITestOutputHelper output)
{
    private const int Pages = 796;

    [Fact]
    public async Task Run_SessionDiesDuringConcurrentBatches_OneErrorAndOneSummary()
    {
        using JobFolder folder = new();
        await using MemberSite site = await LocalSite.StartAsync(Pages, delayMs: 2);
        using SiteControlClient control = new(site.Url);
        await using Job job = Job.Run(folder, site.Url, null, "--concurrency", "16");
        ArrivalReport arrival = await control.WaitAsync("/api/profiles/", 7_000, Job.Deadline);
        await Fault.KillBrowser.CarryOutAsync(await job.BrowserAsync());
        int code = await job.EndAsync();
        output.WriteLine(job.Output);

        Assert.True(arrival.Pending > 0);
        Assert.Equal(ExitCode.Completed, code);
        GatherAssert.Complete(folder, Pages * 20);
        StoredIncident incident = Assert.Single(GatherAssert.Incidents(folder));
        Assert.Equal(LossCause.BrowserExited, incident.Incident.Cause);
        Assert.True(incident.Incident.InFlight > 1, "several calls must be in flight");
        Assert.Single(GatherAssert.ErrorLines(folder));
        Assert.Equal(1, Occurrences(job.Output, "error:"));
        Assert.Equal(1, Occurrences(job.Output, "15,920 seen = 15,920 new"));
    }

    [Fact]
    public async Task Run_ApiFailsWhileSessionLives_StopsAndSaysSo()
    {
        using JobFolder folder = new();
        await using MemberSite site = await LocalSite.StartAsync(pages: 20, delayMs: 2);
        using SiteControlClient control = new(site.Url);
        await using Job job = Job.Run(folder, site.Url, new Dictionary<string, string>
        {
            ["HOLDFAST__HTTP__RETRYDELAY"] = "00:00:00.010",
            ["HOLDFAST__RUN__RETRYDELAY"] = "00:00:00.010",
        });
        ArrivalReport arrival = await control.WaitAsync("/api/profiles/", 100, Job.Deadline);
        await control.AddFaultAsync(new FaultRule("/api/profiles/", 500));
        int code = await job.EndAsync();
        output.WriteLine(job.Output);

        Assert.True(arrival.Pending > 0);
        Assert.Equal(ExitCode.SiteFailing, code);
        Assert.Contains("the session is alive", job.Output, StringComparison.Ordinal);
        Assert.Empty(GatherAssert.Incidents(folder));

        await control.ClearFaultsAsync();
        await using Job again = Job.Run(folder, site.Url);
        Assert.Equal(ExitCode.Completed, await again.EndAsync());
        GatherAssert.Complete(folder, 400);
    }

    /// <summary>Each call that finds nobody is an error of its own to the layers below; the user is told once.</summary>
    [Fact]
    public async Task Run_SiteGoesDown_OneLineAndNoFailedItem()
    {
        using JobFolder folder = new();
        SiteProcess site = await SiteProcess.StartAsync("--pages", "20", "--delay-ms", "5");
        string port = new Uri(site.Url).Port.ToString(CultureInfo.InvariantCulture);
        await using Job job = Job.Run(folder, site.Url, new Dictionary<string, string>
        {
            ["HOLDFAST__HTTP__RETRYDELAY"] = "00:00:00.010",
            ["HOLDFAST__RUN__RETRYDELAY"] = "00:00:00.010",
        });
        await UnderWayAsync(site);
        await site.DisposeAsync();
        int code = await job.EndAsync();
        output.WriteLine(job.Output);

        Assert.Contains(code, (int[])[ExitCode.SiteFailing, ExitCode.ListingIncomplete]);
        Assert.Equal(0, Occurrences(job.Output, "error:"));
        Assert.Empty(GatherAssert.ErrorLines(folder));
        Assert.DoesNotContain("Polly", await File.ReadAllTextAsync(folder.Log, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        using (RunLedger ledger = RunLedger.Open(folder.Ledger, LedgerAccess.Read, TimeProvider.System))
        {
            RunSummary summary = ledger.ReadSummary(1);
            Assert.True(summary.AddsUp);
            Assert.Equal(0, summary.Failed);
            Assert.True(summary.Pending > 0);
        }

        await using SiteProcess back = await SiteProcess.StartAsync("--pages", "20", "--port", port);
        await using Job again = Job.Run(folder, back.Url);
        Assert.Equal(ExitCode.Completed, await again.EndAsync());
        GatherAssert.Complete(folder, 400);
    }

    /// <summary>An outage in the middle of a recovery needs no human: it is waited for.</summary>
    [Fact]
    public async Task Run_BrowserDiesWhileTheSiteIsDown_WaitsForTheSite()
    {
        using JobFolder folder = new();
        SiteProcess site = await SiteProcess.StartAsync("--pages", "20", "--delay-ms", "5");
        string port = new Uri(site.Url).Port.ToString(CultureInfo.InvariantCulture);
        await using Job job = Job.Run(folder, site.Url);
        RunningBrowser browser = await job.BrowserAsync();
        await UnderWayAsync(site);
        Task down = site.DisposeAsync().AsTask();
        await Fault.KillBrowser.CarryOutAsync(browser);
        await down;
        await folder.LogLineAsync("waits for the site");
        await using SiteProcess back = await SiteProcess.StartAsync("--pages", "20", "--port", port);
        int code = await job.EndAsync();
        output.WriteLine(job.Output);

        Assert.Equal(ExitCode.Completed, code);
        GatherAssert.Complete(folder, 400);
        Assert.Equal(LossCause.BrowserExited, Assert.Single(GatherAssert.Incidents(folder)).Incident.Cause);
        Assert.Single(GatherAssert.ErrorLines(folder));
    }

    /// <summary>Waits until work is pending in the middle of the run.</summary>
    private static async Task UnderWayAsync(SiteProcess site)
    {
        using SiteControlClient control = new(site.Url);
        Assert.True((await control.WaitAsync("/api/profiles/", 100, Job.Deadline)).Pending > 0);
    }

    private static int Occurrences(string text, string part) => text.Split(part).Length - 1;
}
