using Kinfolk.Site;

namespace Holdfast.EndToEnd.Tests;

/// <summary>A site that cannot show its login page to whoever sends the cookie of a login that has ended.</summary>
[Trait("Category", "Browser")]
public sealed class StaleCookieTests(ITestOutputHelper output)
{
    private const int Pages = 20;

    [Fact]
    public async Task Run_LoginPageLoopsOnTheDeadCookie_IsOneLoginInACleanBrowser()
    {
        using JobFolder folder = new();
        await using SiteProcess site = await SiteProcess.StartAsync("--pages", "20", "--delay-ms", "2", "--stale-loop");
        using SiteControlClient control = new(site.Url);
        await using Job job = Job.Run(folder, site.Url);
        ArrivalReport arrival = await control.WaitAsync("/api/profiles/", 100, Job.Deadline);
        await control.ExpireSessionsAsync();

        int code = await job.EndAsync();
        output.WriteLine(job.Output);

        Assert.False(arrival.TimedOut);
        Assert.Equal(App.ExitCode.Completed, code);
        GatherAssert.Complete(folder, Pages * 20);
        Incident incident = Assert.Single(GatherAssert.Incidents(folder)).Incident;
        Assert.Equal((LossCause.LoggedOut, IncidentOutcome.Recovered), (incident.Cause, incident.Outcome));
        Assert.Single(incident.Steps, static step => step.Name == "restore-login");
        SiteCounts counts = await control.CountsAsync();
        Assert.Equal((2, 0), (counts.LoginsOk, counts.LoginsFailed));
        Assert.Empty(folder.Processes());
    }
}
