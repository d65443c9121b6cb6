using Kinfolk.Site;

namespace Holdfast.EndToEnd.Tests;

/// <summary>The site ends the login while browser and driver are in the best of health.</summary>
[Trait("Category", "Browser")]
public sealed class LoggedOutTests(ITestOutputHelper output)
{
    private const int Pages = 20;
    private const int Records = Pages * 20;

    [Theory]
    [InlineData(LoggedOutFace.Status401)]
    [InlineData(LoggedOutFace.Status403)]
    [InlineData(LoggedOutFace.RedirectToLogin)]
    [InlineData(LoggedOutFace.LoginPage200)]
    [InlineData(LoggedOutFace.PublicDataOnly)]
    public async Task Run_LoginExpires_LoggedInAgainInTheSameBrowser(LoggedOutFace face)
    {
        using JobFolder folder = new();
        await using MemberSite site = await LocalSite.StartAsync(Pages, delayMs: 2);
        using SiteControlClient control = new(site.Url);
        await control.SetFaceAsync(face);
        await using Job job = Job.Run(folder, site.Url);
        ArrivalReport arrival = await control.WaitAsync("/api/profiles/", 100, Job.Deadline);
        RunningBrowser before = await job.BrowserAsync();
        await control.ExpireSessionsAsync();

        int code = await job.EndAsync();
        output.WriteLine(job.Output);

        Assert.False(arrival.TimedOut);
        Assert.True(arrival.Pending > 0);
        Assert.Equal(0, code);
        GatherAssert.Complete(folder, Records);
        StoredIncident incident = Assert.Single(GatherAssert.Incidents(folder));
        Assert.Equal(LossCause.LoggedOut, incident.Incident.Cause);
        Assert.Contains(incident.Incident.Steps, step => step.Name == "reuse");
        Assert.DoesNotContain(incident.Incident.Steps, step => step.Name == "launch");
        Assert.Single(GatherAssert.ErrorLines(folder));
        Assert.Equal(2, (await control.CountsAsync()).LoginsOk);
        Assert.NotEqual(0, before.Browser);
        Assert.Empty(folder.Processes());
    }

    [Fact]
    public async Task Run_OneProfileAlwaysForbidden_OneFailedItemAndNoDeath()
    {
        using JobFolder folder = new();
        await using MemberSite site = await LocalSite.StartAsync(pages: 10, more: options => options.PrivateIds = [KinData.Id(42)]);
        using SiteControlClient control = new(site.Url);
        await using Job job = Job.Run(folder, site.Url);

        int code = await job.EndAsync();
        output.WriteLine(job.Output);

        Assert.Equal(App.ExitCode.CompletedWithGaps, code);
        GatherAssert.Complete(folder, 200, KinData.Id(42));
        Assert.Contains(KinData.Id(42), job.Output, StringComparison.Ordinal);
        Assert.Empty(GatherAssert.Incidents(folder));
        Assert.Equal(1, (await control.CountsAsync()).LoginsOk);
    }
}
