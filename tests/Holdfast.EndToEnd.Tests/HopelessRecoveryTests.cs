using Holdfast.App;
using Kinfolk.Site;

namespace Holdfast.EndToEnd.Tests;

/// <summary>Recovery that cannot succeed stops by itself; the next start goes on once the cause is gone.</summary>
[Trait("Category", "Browser")]
public sealed class HopelessRecoveryTests(ITestOutputHelper output)
{
    private const int Records = 20 * 20;

    private static readonly Dictionary<string, string> s_quickBackoff = new() { ["HOLDFAST__SESSION__RECOVERY__BACKOFFBASE"] = "00:00:00.010" };

    [Fact]
    public async Task Run_PasswordNoLongerRight_IsTriedOnceAndGoesOnWhenItIsRightAgain()
    {
        using JobFolder folder = new();
        await using MemberSite site = await LocalSite.StartAsync(pages: 20, delayMs: 2);
        using SiteControlClient control = new(site.Url);
        await using (Job job = Job.Run(folder, site.Url, s_quickBackoff))
        {
            Assert.False((await control.WaitAsync("/api/profiles/", 100, Job.Deadline)).TimedOut);
            await control.ChangePasswordAsync("another");
            await control.ExpireSessionsAsync();
            Assert.Equal(ExitCode.LoginFailed, await job.EndAsync());
            output.WriteLine(job.Output);
        }

        // The first login, and one refused.
        SiteCounts counts = await control.CountsAsync();
        Assert.Equal((1, 1), (counts.LoginsOk, counts.LoginsFailed));
        StoredIncident incident = Assert.Single(GatherAssert.Incidents(folder));
        Assert.Equal(IncidentOutcome.GaveUp, incident.Incident.Outcome);
        Assert.Empty(folder.Processes());

        await control.ChangePasswordAsync(new SiteOptions().Password);
        await using Job again = Job.Run(folder, site.Url);
        Assert.Equal(ExitCode.Completed, await again.EndAsync());
        Assert.Equal(2, GatherAssert.Complete(folder, Records).Run.Legs);
    }

    /// <summary>A scheduler that does not look at exit codes: most sites lock an account at the third wrong password.</summary>
    [Fact]
    public async Task Run_WrongPasswordAtEachStart_IsTriedTwiceInAnHour()
    {
        using JobFolder folder = new();
        await using MemberSite site = await LocalSite.StartAsync(pages: 1);
        using SiteControlClient control = new(site.Url);
        Dictionary<string, string> environment = new(s_quickBackoff) { ["KINFOLK_PASSWORD"] = "not-the-password" };
        List<(int Code, int Refused)> starts = [];
        string last = "";
        for (int start = 1; start <= 3; start++)
        {
            await using Job job = Job.Run(folder, site.Url, environment);
            starts.Add((await job.EndAsync(), (await control.CountsAsync()).LoginsFailed));
            last = job.Output;
            output.WriteLine(last);
        }

        Assert.Equal([(27, 1), (27, 2), (27, 2)], starts);
        Assert.Matches(@"no login is tried before \d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ", last);
        Assert.Empty(folder.Processes());

        // The right one need not wait for the hour's end.
        await using Job mended = Job.Run(folder, site.Url, s_quickBackoff);
        Assert.Equal(ExitCode.Completed, await mended.EndAsync());
    }

    [Fact]
    public async Task Run_BrowserUninstalledMeanwhile_EndsWithItsCodeAndGoesOnWhenInstalled()
    {
        using JobFolder folder = new();
        string browser = Path.Combine(folder.Path, "chromium");
        File.CreateSymbolicLink(browser, Installed("chromium", "google-chrome", "chromium-browser"));
        Dictionary<string, string> environment = new(s_quickBackoff) { ["HOLDFAST_CHROMIUM"] = browser };
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
