using Kinfolk.Site;

namespace Holdfast.EndToEnd.Tests;

/// <summary>Sites that replace a login's cookie, and end the one before: by a page's script, whose cookie the calls do not see, or by some answers to calls,
/// while other calls are on their way.</summary>
[Trait("Category", "Browser")]
public sealed class RenewedLoginTests(ITestOutputHelper output)
{
    private const int Pages = 20;

    [Theory]
    [InlineData(LoginRenewal.ByPage)]
    [InlineData(LoginRenewal.ByAnswer)]
    public async Task Run_LoginIsRenewedAgainAndAgain_IsOneLoginAndNoIncident(LoginRenewal renewal)
    {
        using JobFolder folder = new();
        await using SiteProcess site = await SiteProcess.StartAsync("--pages", "20", "--delay-ms", "20", "--renew", renewal.ToString());
        using SiteControlClient control = new(site.Url);
        await using Job job = Job.Run(folder, site.Url);

        int code = await job.EndAsync();
        output.WriteLine(job.Output);

        Assert.Equal(App.ExitCode.Completed, code);
        GatherAssert.Complete(folder, Pages * 20);
        Assert.Empty(GatherAssert.Incidents(folder));
        SiteCounts counts = await control.CountsAsync();
        Assert.Equal((1, 0), (counts.LoginsOk, counts.LoginsFailed));

        // It was renewed under the run's eyes, or this shows nothing.
        Assert.True(renewal == LoginRenewal.ByAnswer || counts.Routes["POST /keep-alive"] >= 2, job.Output);
        Assert.Empty(folder.Processes());
    }
}
