using System.Text.Json;
using Holdfast.App;
using Kinfolk.Site;

namespace Holdfast.EndToEnd.Tests;

/// <summary>The inbox with a real browser: what was edited, deleted and new between two runs is what the second one brings, although its browser
/// and its login die on the way.</summary>
[Trait("Category", "Browser")]
public sealed class InboxTests(ITestOutputHelper output)
{
    private const int Conversations = 50;
    private const string Fetch = "GET /api/conversations/c";

    [Fact]
    public async Task Run_Again_BringsWhatChangedWhateverDies()
    {
        using JobFolder folder = new();
        await using MemberSite site = await LocalSite.StartAsync(pages: 1, more: options => options.Conversations = Conversations);
        using SiteControlClient control = new(site.Url);
        await SyncAsync(folder, site.Url, _ => Task.CompletedTask);
        RunSummary first = await AssertSameAsync(folder, control);
        Assert.Equal((long)Conversations, first.New);

        for (int number = 1; number <= 25; number++)
        {
            await control.ChangeInboxAsync(number % 2 == 0 ? InboxChange.Edit : InboxChange.Reply, $"c{number:D5}", "news");
        }

        await control.ChangeInboxAsync(InboxChange.Delete, "c00030");
        await control.ChangeInboxAsync(InboxChange.Arrive);
        long before = (await control.LogAsync()).Count;
        int hold = await control.HoldAsync(Fetch, HoldStage.Answer);
        await SyncAsync(folder, site.Url, async job =>
        {
            await control.WaitAsync(Fetch, 1, Job.Deadline, before);
            Assert.Equal(0, Signals.Send((await job.BrowserAsync()).Browser, Signals.Kill));
            await control.ExpireSessionsAsync();
            await control.ReleaseAsync(hold);
        });

        RunSummary second = await AssertSameAsync(folder, control);
        Assert.Equal((27L, 1L, 25L, 1L, 0L), (second.Seen, second.New, second.Updated, second.Removed, second.Unchanged));
        Assert.Equal(1, second.Sync!.SinceRun);

        // Which of the two is noticed first may differ; it is one death.
        Assert.Equal(1, second.Incidents.Values.Sum());

        // Nothing happened since: one page, and no conversation.
        before = (await control.LogAsync()).Count;
        await SyncAsync(folder, site.Url, _ => Task.CompletedTask);
        IReadOnlyList<SiteLogEntry> asked = await control.LogAsync(before + 1);
        Assert.Single(asked, entry => entry.Path.StartsWith("/api/conversations", StringComparison.Ordinal));
        Assert.Equal(0, (await AssertSameAsync(folder, control)).Seen);
        Assert.Empty(folder.Processes());
    }

    private async Task SyncAsync(JobFolder folder, string url, Func<Job, Task> meanwhile)
    {
        await using Job job = Job.Start(folder, ["inbox", "run", "--url", url, "--ledger", folder.Ledger]);
        await meanwhile(job);
        int code = await job.EndAsync();
        output.WriteLine(job.Output);
        Assert.Equal(ExitCode.Completed, code);
    }

    /// <summary>The ledger's copy is the site's inbox, record by record.</summary>
    private static async Task<RunSummary> AssertSameAsync(JobFolder folder, SiteControlClient control)
    {
        using RunLedger ledger = RunLedger.Open(folder.Ledger, LedgerAccess.Read, TimeProvider.System);
        RunSummary summary = ledger.ReadSummary(ledger.ReadRuns()[0].RunId);
        Assert.Empty(ledger.Check(summary.Run.RunId));
        Assert.True(summary.AddsUp);
        Assert.Equal(
            (await control.ConversationsAsync()).Select(one =>
                (one.Id, JsonSerializer.Serialize(new { one.Id, one.With, one.Messages }, JsonSerializerOptions.Web))),
            ledger.ReadRecords("sync-inbox").Select(record => (record.Key, record.Json)));
        return summary;
    }
}
