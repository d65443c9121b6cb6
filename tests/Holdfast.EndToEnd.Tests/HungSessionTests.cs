using Kinfolk.Site;

namespace Holdfast.EndToEnd.Tests;

/// <summary>Browser, driver or tab stops in the middle of a gather: it lives, and answers nothing.</summary>
[Trait("Category", "Browser")]
public sealed class HungSessionTests(ITestOutputHelper output)
{
    private const int Pages = 20;
    private const int Records = Pages * 20;

    /// <summary>API calls need no browser; the site's own silence is what makes a job ask whether its session still answers.</summary>
    [Theory]
    [InlineData("browser")]
    [InlineData("driver")]
    [InlineData("tab")]
    public async Task Run_StopsAnsweringWhileTheSiteIsSlow_OneIncidentThatNamesTheLayer(string layer)
    {
        using JobFolder folder = new();
        await using MemberSite site = await LocalSite.StartAsync(Pages, delayMs: 2);
        using SiteControlClient control = new(site.Url);
        await using Job job = Job.Run(folder, site.Url);
        Assert.True((await control.WaitAsync("/api/profiles/", 100, Job.Deadline)).Pending > 0);
        int hold = await control.HoldAsync("/api/");
        Stop(layer, await job.BrowserAsync());
        await folder.LogLineAsync("generation 1 died");
        await control.ReleaseAsync(hold);
        int code = await job.EndAsync();
        output.WriteLine(job.Output);

        Assert.Equal(App.ExitCode.Completed, code);
        GatherAssert.Complete(folder, Records);
        StoredIncident incident = Assert.Single(GatherAssert.Incidents(folder));
        output.WriteLine(incident.ToScript().ToJson());
        Assert.Equal(LossCause.Unresponsive, incident.Incident.Cause);
        Assert.Equal(IncidentOutcome.Recovered, incident.Incident.Outcome);
        Assert.Contains(incident.Incident.Evidence, seen => seen.Evidence.Source == $"probe-{layer}");
        Assert.True(incident.Incident.InFlight > 0, "calls must be in flight");
        Assert.Single(GatherAssert.ErrorLines(folder));
        Assert.Equal(1, (await control.CountsAsync()).LoginsOk);
        Assert.Empty(folder.Processes());
    }

    /// <summary>Nobody needs the browser, and the site answers: the gather goes on, and the end is as clean as any.</summary>
    [Fact]
    public async Task Run_BrowserStopsAndNobodyNeedsIt_CompletesAndLeavesNothing()
    {
        using JobFolder folder = new();
        await using MemberSite site = await LocalSite.StartAsync(Pages, delayMs: 2);
        using SiteControlClient control = new(site.Url);
        await using Job job = Job.Run(folder, site.Url);
        Assert.True((await control.WaitAsync("/api/profiles/", 100, Job.Deadline)).Pending > 0);
        Stop("browser", await job.BrowserAsync());
        int code = await job.EndAsync();
        output.WriteLine(job.Output);

        Assert.Equal(App.ExitCode.Completed, code);
        GatherAssert.Complete(folder, Records);
        Assert.Equal(1, (await control.CountsAsync()).LoginsOk);
        Assert.Empty(folder.Processes());
    }

    private static void Stop(string layer, RunningBrowser browser)
    {
        // Which of its renderers serves the tab in use cannot be seen from outside.
        IReadOnlyList<int> targets = layer switch
        {
            "browser" => [browser.Browser],
            "driver" => [browser.Driver],
            _ => browser.Children("renderer"),
        };
        Assert.NotEmpty(targets);
        Assert.All(targets, pid => Assert.Equal(0, Signals.Send(pid, Signals.Stop)));
    }
}
