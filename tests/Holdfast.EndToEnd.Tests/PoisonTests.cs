using Holdfast.App;
using Kinfolk.Site;

namespace Holdfast.EndToEnd.Tests;

/// <summary>One record whose fetch kills the browser every time.</summary>
[Trait("Category", "Browser")]
public sealed class PoisonTests(ITestOutputHelper output)
{
    private const int Pages = 20;

    [Fact]
    public async Task Run_OneRecordKillsTheBrowserEveryTime_IsQuarantinedAndAllOthersArrive()
    {
        string poison = KinData.Id(150);
        string path = $"/api/matches/{poison}/details$";
        using JobFolder folder = new();
        await using MemberSite site = await LocalSite.StartAsync(Pages, delayMs: 2);
        using SiteControlClient control = new(site.Url);

        // Its details are never answered: whoever asks for them loses the browser first.
        await control.HoldAsync(path);
        await using (Job job = Job.Run(folder, site.Url))
        {
            (int code, int kills) = await EndKillingAsync(control, path, job);
            output.WriteLine(job.Output);
            Assert.Equal(ExitCode.CompletedWithGaps, code);

            // Once among others, once with its batch, three times alone: three ordinary restarts would not have done.
            Assert.Equal(5, kills);
            Assert.Contains("1 quarantined, 3 sessions died while it was fetched with nothing else in flight: " + poison, job.Output, StringComparison.Ordinal);
        }

        using (RunLedger ledger = RunLedger.Open(folder.Ledger, LedgerAccess.Read, TimeProvider.System))
        {
            RunSummary summary = ledger.ReadSummary(1);
            Assert.Equal(((Pages * 20) - 1L, 1L, 1L, true), (summary.New, summary.Quarantined, summary.Missing, summary.AddsUp));
            Assert.Empty(ledger.Check(1));
            Assert.All(ledger.ReadIncidents(), incident => Assert.Equal(LossCause.BrowserExited, incident.Incident.Cause));
        }

        Assert.Empty(folder.Processes());

        // The site mends the page; nothing is fetched of it before somebody says so.
        await control.ReleaseAsync();
        await using (Job again = Job.Run(folder, site.Url))
        {
            Assert.Equal(ExitCode.CompletedWithGaps, await again.EndAsync());
        }

        await using (Job release = Job.Start(folder, ["items", "release", "--ledger", folder.Ledger]))
        {
            Assert.Equal(ExitCode.Completed, await release.EndAsync());
            Assert.Contains(poison, release.Output, StringComparison.Ordinal);
        }

        await using Job last = Job.Run(folder, site.Url);
        Assert.Equal(ExitCode.Completed, await last.EndAsync());
        output.WriteLine(last.Output);
        Assert.Contains($"{Pages * 20} seen = 1 new + {(Pages * 20) - 1} unchanged", last.Output, StringComparison.Ordinal);
    }

    /// <returns>The job's exit code, and how many browsers were killed until it ended.</returns>
    private static async Task<(int Code, int Kills)> EndKillingAsync(SiteControlClient control, string path, Job job)
    {
        using CancellationTokenSource over = new();
        Task<int> killer = KillForAsync(control, path, job, over.Token);
        int code;
        try
        {
            code = await job.EndAsync();
        }
        finally
        {
            await over.CancelAsync();

            // Why nothing was killed explains why the job did not end, so its failure is the one to show.
            await killer;
        }

        return (code, await killer);
    }

    /// <returns>How many browsers were killed.</returns>
    private static async Task<int> KillForAsync(SiteControlClient control, string path, Job job, CancellationToken over)
    {
        int kills = 0;
        int last = 0;
        try
        {
            while (true)
            {
                Assert.False((await control.WaitAsync(path, kills + 1, Job.Deadline, cancellationToken: over)).TimedOut);
                RunningBrowser browser = await job.BrowserAsync(otherThan: last);
                last = browser.Browser;
                await Fault.KillBrowser.CarryOutAsync(browser);
                kills++;
            }
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            return kills;
        }
    }
}
