namespace Holdfast.EndToEnd.Tests;

/// <summary>The same with a site that nobody here wrote: MediaWiki with 2,000 real pages.</summary>
[Trait("Category", "Browser")]
[Trait("Needs", "Wiki")]
public sealed class WikiGatherTests(WikiSite wiki, ITestOutputHelper output) : IClassFixture<WikiSite>
{
    private const int LeastPages = 1000;

    /// <summary>Two orders of three deaths; one run tries one.</summary>
    public static TheoryData<LossCause, LossCause, LossCause> Orders =>
    [
        .. Sample.Of(
            [
                (LossCause.BrowserExited, LossCause.BrowserExited, LossCause.LoggedOut),
                (LossCause.BrowserExited, LossCause.LoggedOut, LossCause.BrowserExited),
            ],
            parts: 2),
    ];

    [Theory]
    [MemberData(nameof(Orders))]
    public async Task Run_TwoKillsAndALogout_ThreeIncidentsAndEveryPageAsInTheDatabase(LossCause first, LossCause second, LossCause third)
    {
        IReadOnlyDictionary<string, WikiDatabase.Row> expected = Pages();
        int logins = wiki.Logins();
        LossCause[] causes = [first, second, third];
        using JobFolder folder = new();
        await using (Job job = WikiJob.Start(folder, wiki))
        {
            int killed = 0;
            for (int index = 0; index < causes.Length; index++)
            {
                await WikiJob.CommittedAsync(folder, job, expected.Count * (index + 1) / 6, recoveries: index);
                if (causes[index] == LossCause.LoggedOut)
                {
                    // Nobody is served while the login is ended, so that work is pending however long it takes.
                    wiki.HoldRequests();
                    await wiki.LogOutAsync();
                }
                else
                {
                    killed = (await job.BrowserAsync(otherThan: killed)).Browser;
                    Assert.Equal(0, Signals.Send(killed, Signals.Kill));
                }

                long committed = WikiJob.Read(folder).Committed;
                output.WriteLine($"{causes[index]} after {committed} of {expected.Count} pages");
                Assert.True(committed < expected.Count, "work must be pending when the fault lands");
                wiki.Release();
            }

            int code = await job.EndAsync();
            output.WriteLine(job.Output);
            Assert.Equal(0, code);
        }

        RunSummary summary = WikiJob.Complete(folder, expected);
        Assert.Equal(expected.Count, summary.New);
        IReadOnlyList<Incident> incidents = WikiJob.Incidents(folder);
        Assert.Equal(causes, incidents.Select(incident => incident.Cause));
        Assert.All(incidents, incident => Assert.Equal(IncidentOutcome.Recovered, incident.Outcome));
        Assert.Equal(3, GatherAssert.ErrorLines(folder).Count);

        // A killed browser's login is put back into the next one; only the lost login needs another.
        Assert.Equal(2, wiki.Logins() - logins);
        Assert.Empty(folder.Processes());
    }

    [Fact]
    public async Task Run_AfterOneEdit_FetchesOneBatchAndSkipsTheRest()
    {
        using JobFolder folder = new();
        IReadOnlyDictionary<string, WikiDatabase.Row> before = Pages();
        await EndAsync(folder);
        Assert.Equal(before.Count, WikiJob.Complete(folder, before).New);

        await wiki.EditAsync("Main Page", $"Edited: {Guid.NewGuid()} äöü [[Category:Edited]]");
        IReadOnlyDictionary<string, WikiDatabase.Row> after = Pages();
        int questions = wiki.Answered("POST /api.php");
        await EndAsync(folder);

        RunSummary summary = WikiJob.Complete(folder, after);
        Assert.Equal(1, summary.Updated);
        Assert.Equal(after.Count - 1, summary.Unchanged);
        Assert.Equal(summary.Pages + 1, wiki.Answered("POST /api.php") - questions);
        Assert.Empty(WikiJob.Incidents(folder));
        Assert.Empty(folder.Processes());
    }

    private async Task EndAsync(JobFolder folder)
    {
        await using Job job = WikiJob.Start(folder, wiki);
        int code = await job.EndAsync();
        output.WriteLine(job.Output);
        Assert.Equal(0, code);
    }

    private IReadOnlyDictionary<string, WikiDatabase.Row> Pages()
    {
        Assert.SkipWhen(wiki.SkipReason is not null, wiki.SkipReason ?? "");
        IReadOnlyDictionary<string, WikiDatabase.Row> pages = WikiDatabase.Read(wiki.Database);
        Assert.True(pages.Count >= LeastPages, $"the wiki has only {pages.Count} pages: are manual pages missing on this machine?");
        return pages;
    }
}
