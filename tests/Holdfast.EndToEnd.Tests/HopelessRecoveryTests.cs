using Holdfast.Actions;
using Holdfast.App;
using Kinfolk.Site;

namespace Holdfast.EndToEnd.Tests;

/// <summary>Recovery that cannot succeed stops by itself; the next start goes on once the cause is gone.</summary>
[Trait("Category", "Browser")]
public sealed class HopelessRecoveryTests(ITestOutputHelper output)
{
    private const int Records = 20 * 20;

    private static readonly Dictionary<string, string> QuickBackoff = new() { ["HOLDFAST__SESSION__RECOVERY__BACKOFFBASE"] = "00:00:00.010" };

    [Fact]
    public async Task Run_PasswordNoLongerRight_GivesUpAndGoesOnWhenItIsRightAgain()
    {
        using JobFolder folder = new();
        await using MemberSite site = await LocalSite.StartAsync(pages: 20, delayMs: 2);
        using SiteControlClient control = new(site.Url);
        await using (Job job = Job.Run(folder, site.Url, QuickBackoff))
        {
            Assert.False((await control.WaitAsync("/api/profiles/", 100, Job.Deadline)).TimedOut);
            await control.ChangePasswordAsync("another");
            await control.ExpireSessionsAsync();
            Assert.Equal(ExitCode.SessionGivenUp, await job.EndAsync());
            output.WriteLine(job.Output);
        }

        // The first login, and as many failed ones as restart intensity allows: below what locks an account.
        SiteCounts counts = await control.CountsAsync();
        Assert.Equal((1, 3), (counts.LoginsOk, counts.LoginsFailed));
        StoredIncident incident = Assert.Single(GatherAssert.Incidents(folder));
        Assert.Equal(nameof(IncidentOutcome.GaveUp), incident.Incident.Outcome);
        Assert.Empty(folder.Processes());

        await control.ChangePasswordAsync(new SiteOptions().Password);
        await using Job again = Job.Run(folder, site.Url);
        Assert.Equal(ExitCode.Completed, await again.EndAsync());
        Assert.Equal(2, GatherAssert.Complete(folder, Records).Run.Legs);
    }

    [Fact]
    public async Task Run_BrowserUninstalledMeanwhile_EndsWithItsCodeAndGoesOnWhenInstalled()
    {
        using JobFolder folder = new();
        string browser = Path.Combine(folder.Path, "chromium");
        File.CreateSymbolicLink(browser, Installed("chromium", "google-chrome", "chromium-browser"));
        Dictionary<string, string> environment = new(QuickBackoff) { ["HOLDFAST_CHROMIUM"] = browser };
        await using MemberSite site = await LocalSite.StartAsync(pages: 20, delayMs: 2);
        using SiteControlClient control = new(site.Url);
        await using (Job job = Job.Run(folder, site.Url, environment))
        {
            Assert.False((await control.WaitAsync("/api/profiles/", 100, Job.Deadline)).TimedOut);
            File.Delete(browser);
            await Fault.KillBrowser.CarryOutAsync(await job.BrowserAsync());
            Assert.Equal(ExitCode.BrowserNotFound, await job.EndAsync());
            output.WriteLine(job.Output);
        }

        Assert.Empty(folder.Processes());
        await using Job again = Job.Run(folder, site.Url);
        Assert.Equal(ExitCode.Completed, await again.EndAsync());
        GatherAssert.Complete(folder, Records);
    }

    private static string Installed(params string[] names) => names
        .SelectMany(name => Environment.GetEnvironmentVariable("PATH")!.Split(':').Select(folder => Path.Combine(folder, name)))
        .First(File.Exists);
}
