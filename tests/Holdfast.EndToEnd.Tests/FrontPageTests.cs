using Kinfolk.Site;

namespace Holdfast.EndToEnd.Tests;

/// <summary>A page in front of the site answers everything for a while: a maintenance page to which all addresses lead, or a firewall's. The site is
/// there, and so is the login.</summary>
[Trait("Category", "Browser")]
public sealed class FrontPageTests(ITestOutputHelper output)
{
    private const int Pages = 20;

    // One look before the wait, and two in it.
    private const int Looks = 3;

    [Theory]
    [InlineData(FrontPage.Redirect)]
    [InlineData(FrontPage.Forbid)]
    public async Task Run_PageStandsInFrontOfTheSite_IsWaitedForWithoutALogin(FrontPage front)
    {
        using JobFolder folder = new();
        await using SiteProcess site = await SiteProcess.StartAsync("--pages", "20", "--delay-ms", "2");
        using SiteControlClient control = new(site.Url);
        await using Job job = Job.Run(folder, site.Url);
        ArrivalReport arrival = await control.WaitAsync("/api/profiles/", 100, Job.Deadline);
        await control.SetFrontAsync(front);
        ArrivalReport looked = await control.WaitAsync("GET /login$", Looks, Job.Deadline, arrival.Sequence);
        await control.SetFrontAsync(FrontPage.None);

        int code = await job.EndAsync();
        output.WriteLine(job.Output);

        Assert.False(looked.TimedOut);
        Assert.Equal(App.ExitCode.Completed, code);
        GatherAssert.Complete(folder, Pages * 20);
        Assert.Empty(GatherAssert.Incidents(folder));
        Assert.Empty(GatherAssert.ErrorLines(folder));
        SiteCounts counts = await control.CountsAsync();
        Assert.Equal((1, 0), (counts.LoginsOk, counts.LoginsFailed));
        Assert.Empty(folder.Processes());
    }
}
