namespace Holdfast.EndToEnd.Tests;

/// <summary>A copy of the pages that a member watches, kept up to date against a real wiki.</summary>
[Trait("Category", "Browser")]
[Trait("Needs", "Wiki")]
public sealed class WikiWatchListTests(WikiSite wiki, ITestOutputHelper output) : IClassFixture<WikiSite>
{
    private const string Command = "watchlist";

    [Fact]
    public async Task Run_AgainAndAgain_TheCopyIsTheWikis()
    {
        Assert.SkipWhen(wiki.SkipReason is not null, wiki.SkipReason ?? "");
        string mark = Guid.NewGuid().ToString("N");
        string[] own = [.. new[] { "edited", "deleted", "restored", "moved", "moved on" }.Select(name => $"Holdfast {mark} {name}")];
        foreach (string title in own[..4])
        {
            await wiki.EditAsync(title, $"the first text of {title}");
        }

        WikiDatabase.Watch(wiki.Database, WikiSite.User);
        using JobFolder folder = new();
        RunSummary first = await KilledOnceAsync(folder);
        Assert.Equal(Pages().Count, first.New);

        await wiki.EditAsync(own[0], "another text");
        await wiki.DeleteAsync(own[1]);
        await wiki.DeleteAsync(own[2]);
        await wiki.RestoreAsync(own[2]);
        await wiki.MoveAsync(own[3], own[4]);
        RunSummary second = await SyncAsync(folder);
        Assert.Equal((1L, 2L, 1L), (second.New, second.Updated, second.Removed));
        Assert.Equal(first.Sync!.Watermark, second.Sync!.Since);
        Assert.True(second.Seen < first.Seen / 10, $"{second.Seen} pages were seen");

        int questions = wiki.Answered("POST /api.php");
        RunSummary third = await SyncAsync(folder);
        Assert.Equal((third.Seen, 1), (third.Unchanged, wiki.Answered("POST /api.php") - questions));

        await wiki.RestoreAsync(own[1]);
        RunSummary fourth = await SyncAsync(folder);
        Assert.Equal((1L, 0L, 0L), (fourth.New, fourth.Updated, fourth.Removed));
        Assert.Empty(folder.Processes());
    }

    /// <summary>A run whose browser is killed in the middle.</summary>
    private async Task<RunSummary> KilledOnceAsync(JobFolder folder)
    {
        await using (Job job = WikiJob.Start(folder, wiki, Command))
        {
            await WikiJob.CommittedAsync(folder, job, Pages().Count / 4, recoveries: 0);
            Assert.Equal(0, Signals.Send((await job.BrowserAsync()).Browser, Signals.Kill));
            Assert.True(WikiJob.Read(folder).Committed < Pages().Count, "work must be pending when the browser dies");
            int code = await job.EndAsync();
            output.WriteLine(job.Output);
            Assert.Equal(0, code);
        }

        Assert.Equal(LossCause.BrowserExited, Assert.Single(WikiJob.Incidents(folder)).Cause);
        return WikiJob.Finished(folder, Pages());
    }

    private async Task<RunSummary> SyncAsync(JobFolder folder)
    {
        output.WriteLine(await WikiJob.RunAsync(folder, wiki, Command));
        return WikiJob.Finished(folder, Pages());
    }

    private Dictionary<string, WikiDatabase.Row> Pages() =>
        WikiDatabase.Read(wiki.Database).Values.ToDictionary(row => row.Page.Title);
}
