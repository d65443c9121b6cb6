using Holdfast.Actions;
using Holdfast.App;
using Kinfolk.Site;

namespace Holdfast.EndToEnd.Tests;

/// <summary>The incident that started this project: 282 errors in 20 seconds, and three summaries that contradicted each other.</summary>
[Trait("Category", "Browser")]
public sealed class MissionIncidentTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Run_SessionDiesDuringConcurrentBatches_OneErrorAndOneSummary()
    {
        using JobFolder folder = new();
        await using SiteProcess site = await SiteProcess.StartAsync("--delay-ms", "2");
        using SiteControlClient control = new(site.Url);
        await using Job job = Job.Run(folder, site.Url, null, "--concurrency", "16");
        ArrivalReport arrival = await control.WaitAsync("/api/profiles/", 7_000, Job.Deadline);
        await Fault.KillBrowser.CarryOutAsync(await job.BrowserAsync());
        int code = await job.EndAsync();
        output.WriteLine(job.Output);

        Assert.True(arrival.Pending > 0);
        Assert.Equal(ExitCode.Completed, code);
        GatherAssert.Complete(folder, 15_920);
        StoredIncident incident = Assert.Single(GatherAssert.Incidents(folder));
        Assert.Equal(nameof(LossCause.BrowserExited), incident.Incident.Cause);
        Assert.True(incident.Incident.InFlight > 1, "several calls must be in flight");
        Assert.Single(GatherAssert.ErrorLines(folder));
        Assert.Equal(1, Occurrences(job.Output, "error:"));
        Assert.Equal(1, Occurrences(job.Output, "15,920 seen = 15,920 new"));
    }

    [Fact]
    public async Task Run_ApiFailsWhileSessionLives_StopsAndSaysSo()
    {
        using JobFolder folder = new();
        await using SiteProcess site = await SiteProcess.StartAsync("--pages", "20", "--delay-ms", "2");
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

    private static int Occurrences(string text, string part) => text.Split(part).Length - 1;
}
