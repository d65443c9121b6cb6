using System.Globalization;
using System.Text.Json;
using Holdfast.Testing;

namespace Holdfast.Actions.Tests.Sync;

/// <summary>Each run reads what changed since the last completed one, and the ledger's copy is the site's in the end.</summary>
public sealed class SyncRunTests : IAsyncDisposable
{
    private readonly TalkSite _site = new();
    private readonly ScriptedRun _run;
    private readonly SyncTalks _action = new();

    public SyncRunTests()
    {
        _run = new ScriptedRun(new ScriptedSite(_site.Answer));
        _run.Settings.RetryRounds = 0;
        for (int number = 1; number <= 5; number++)
        {
            _site.Change(string.Create(CultureInfo.InvariantCulture, $"t{number}"), "hello");
        }
    }

    public ValueTask DisposeAsync() => _run.DisposeAsync();

    public static TheoryData<ScriptedMoment, int> Deaths()
    {
        TheoryData<ScriptedMoment, int> deaths = [];
        foreach ((ScriptedMoment moment, int times) in (ReadOnlySpan<(ScriptedMoment, int)>)
            [(ScriptedMoment.Call, 5), (ScriptedMoment.Answer, 5), (ScriptedMoment.Commit, 2), (ScriptedMoment.Committed, 2)])
        {
            for (int number = 1; number <= times; number++)
            {
                deaths.Add(moment, number);
            }
        }

        return deaths;
    }

    [Fact]
    public async Task Run_Again_ReadsWhatIsNewChangedAndGone()
    {
        RunSummary first = (await SyncAsync(_action)).Summary;
        Assert.Equal((5L, 5L, 3L), (first.Seen, first.New, first.Pages));
        Assert.Equivalent(new SyncSpan(null, null, "5"), first.Sync);

        _site.Change("t2", "edited");
        _site.Change("t4", null);
        _site.Change("t6", "hello");
        _site.Asked.Clear();
        RunSummary second = (await SyncAsync(_action)).Summary;

        Assert.Equal((3L, 1L, 1L, 1L, 0L), (second.Seen, second.New, second.Updated, second.Removed, second.Unchanged));
        Assert.Equivalent(new SyncSpan(1, "5", "8"), second.Sync);
        Assert.Equal(["/list?since=5&before=", "/list?since=5&before=7", "/t2", "/t6"], _site.Asked.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Run_NewestEntriesOfAFirstSyncAreGone_ReadsWhatIsBehindThem()
    {
        foreach (string key in (string[])["x1", "x2", "x3"])
        {
            _site.Change(key, "hello");
            _site.Change(key, null);
        }

        Assert.Equal(5, (await SyncAsync(_action)).Summary.New);
    }

    /// <summary>No page was read: the account says just that.</summary>
    [Theory]
    [InlineData(RunEnd.Stopped)]
    [InlineData(RunEnd.ListingIncomplete)]
    [InlineData(RunEnd.GaveUp)]
    public async Task Run_EndsBeforeItsFirstPage_SaysHowAndGoesOn(RunEnd end)
    {
        using CancellationTokenSource stop = new();
        switch (end)
        {
            case RunEnd.Stopped:
                _run.At(ScriptedMoment.LogIn, 1, stop.Cancel);
                break;
            case RunEnd.ListingIncomplete:
                _site.Failing.Add("list");
                break;
            default:
                _run.ConfigureSession = session => session.Recovery.MaxRestarts = 1;
                _run.DieAt(ScriptedMoment.Call, 1);
                _run.DieAt(ScriptedMoment.Call, 2);
                break;
        }

        RunReport report = await _run.RunUntilAsync(_action, stop.Token);

        Assert.Equal((end, 0L, 0L), (report.End, report.Summary.Seen, report.Summary.Pages));
        Assert.Empty(report.Mismatches);
        using (RunLedger ledger = _run.OpenLedger())
        {
            ListReconciliation list = ledger.ReadReconciliation(1);
            Assert.Equal((0L, 0, 0), (list.Present, list.Gone.Count, list.Late.Count));
        }

        _site.Failing.Clear();
        _run.ConfigureSession = null;
        await SyncAsync(_action);
    }

    /// <summary>The list is read afresh. What this run has fetched itself, and found unchanged, is no sign that all behind it is known.</summary>
    [Fact]
    public async Task Run_CursorIsDeadInTheNextLeg_ReadsBehindWhatItFetchedItself()
    {
        await SyncAsync(_action);
        foreach ((string key, string text) in (ReadOnlySpan<(string, string)>)
            [("t1", "edited"), ("t2", "edited"), ("t3", "hello"), ("t4", "hello"), ("t5", "hello")])
        {
            _site.Change(key, text);
        }

        (_site.RefusedCursors, _run.Settings.ListAttempts) = (1, 1);
        RunReport report = await _run.RunAsync(_action);
        Assert.Equal((RunEnd.ListingIncomplete, 2L), (report.End, report.Summary.Unchanged));

        _site.RefusedCursors = 1;
        Assert.Equal((2L, 3L), ((report = await SyncAsync(_action)).Summary.Updated, report.Summary.Unchanged));
        Assert.Equal(0, _site.RefusedCursors);
    }

    [Fact]
    public async Task Run_NothingChanged_MakesOneCall()
    {
        await SyncAsync(_action);
        _site.Asked.Clear();

        RunSummary second = (await SyncAsync(_action)).Summary;

        Assert.Equal(["/list?since=5&before="], _site.Asked);
        Assert.Equal((0L, 0L, 1L), (second.Seen, second.New + second.Updated + second.Removed, second.Pages));
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 3)]
    public async Task Run_SiteThatCannotBeAskedSinceWhen_StopsAtWhatIsKnown(bool newestFirst, int pages)
    {
        SyncTalks action = new() { AsksSince = false, NewestFirst = newestFirst };
        await SyncAsync(action);
        _site.Asked.Clear();

        RunSummary second = (await SyncAsync(action)).Summary;

        Assert.Equal(pages, _site.Asked.Count);
        Assert.Equal(second.Seen, second.Unchanged);

        // One new: its page is news, the next one is not.
        _site.Change("t6", "hello");
        _site.Asked.Clear();
        await SyncAsync(action);
        Assert.Equal(newestFirst ? 2 : 3, _site.Asked.Count(path => path.StartsWith("/list", StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Deaths))]
    public async Task Run_SessionDies_TheCopyIsTheSites(ScriptedMoment moment, int number)
    {
        await SyncAsync(new SyncTalks());
        _site.Change("t1", "edited");
        _site.Change("t2", "edited");
        _site.Change("t3", null);
        _site.Change("t7", "hello");
        _run.DieAt(moment, _run.Count(moment) + number);

        RunSummary summary = (await SyncAsync(_action)).Summary;

        Assert.Equal((4L, 1L, 2L, 1L), (summary.Seen, summary.New, summary.Updated, summary.Removed));
        Assert.Single(_run.Incidents);
    }

    [Fact]
    public async Task Run_CouldNotFetchOne_TheNextOneDoesWhateverItsListShows()
    {
        _site.Failing.Add("t1");
        RunReport report = await _run.RunAsync(_action);
        Assert.Equal((RunEnd.CompletedWithGaps, 1L), (report.End, report.Summary.Failed));

        // Still failing, then well again.
        report = await _run.RunAsync(_action);
        Assert.Equal((RunEnd.CompletedWithGaps, 1L, 1L), (report.End, report.Summary.Failed, report.Summary.Seen));
        Assert.Empty(report.Mismatches);
        _site.Failing.Clear();
        RunSummary summary = (await SyncAsync(_action)).Summary;
        Assert.Equal((1L, 1L), (summary.Seen, summary.New));
    }

    [Fact]
    public async Task Run_StoppedInTheMiddle_TheWatermarkIsThatOfItsFirstPage()
    {
        using CancellationTokenSource stop = new();
        _run.At(ScriptedMoment.Answer, 1, stop.Cancel);
        RunReport report = await _run.RunUntilAsync(_action, stop.Token);
        Assert.Equal(RunEnd.Stopped, report.End);

        // Both change in front of the reader, which goes on behind.
        _site.Change("t5", "edited");
        _site.Change("t6", "hello");
        report = await _run.RunAsync(_action);
        Assert.Equal((RunEnd.Completed, 2), (report.End, report.Summary.Run.Legs));
        Assert.NotEqual("7", report.Summary.Sync!.Watermark);

        await SyncAsync(_action);
    }

    /// <summary>Another member's older entries would never be read.</summary>
    [Fact]
    public async Task Run_WatermarkIsAnotherMembers_RefusedAndKept()
    {
        string member = "ann";
        _run.ConfigureHttp = http => http.WhoAmI = (_, _) => Task.FromResult(Identity.Member(member));
        await SyncAsync(_action);
        _site.Change("t6", "hello");
        member = "bob";

        RunReport report = await _run.RunAsync(_action);

        Assert.Equal((RunEnd.Misconfigured, 0L), (report.End, report.Summary.Seen));
        Assert.Contains("run 1 of", report.Reason, StringComparison.Ordinal);
        member = "ann";
        Assert.Equal("5", (await SyncAsync(_action)).Summary.Sync!.Since);
    }

    [Fact]
    public async Task Run_WhatWasGoneIsBack_IsNew()
    {
        await SyncAsync(_action);
        _site.Change("t2", null);
        Assert.Equal(1, (await SyncAsync(_action)).Summary.Removed);

        // Gone is gone: said once.
        Assert.Equal(0, (await SyncAsync(new SyncTalks { AsksSince = false })).Summary.Removed);
        _site.Change("t2", "hello");
        Assert.Equal(1, (await SyncAsync(_action)).Summary.New);
    }

    [Fact]
    public async Task Run_GoneBetweenListAndFetch_IsRemovedAndNoGap()
    {
        await SyncAsync(_action);
        _site.Change("t2", "edited");
        _site.GoneAtFetch.Add("t2");

        RunReport report = await _run.RunAsync(_action);

        Assert.Equal((RunEnd.Completed, 1L, 1L), (report.End, report.Summary.Seen, report.Summary.Removed));
        Assert.Empty(report.Mismatches);
        Assert.Equal(["t1", "t3", "t4", "t5"], _run.Records(_action).Select(record => record.Key));
    }

    /// <summary>Both fetches told of the removals before the list did, and another change stands behind them in the next run's list.</summary>
    [Fact]
    public async Task Run_GoneAtFetchAndThenInTheList_ReadsWhatIsBehindIt()
    {
        _run.At(ScriptedMoment.Answer, 1, () =>
        {
            _site.Change("t1", "edited");
            _site.Change("t4", null);
            _site.Change("t5", null);
        });
        RunReport report = await _run.RunAsync(_action);
        Assert.Equal((RunEnd.Completed, 2L), (report.End, report.Summary.Removed));

        Assert.Equal(1, (await SyncAsync(_action)).Summary.New);
    }

    /// <summary>A removal has no version: that of today is not the one that is known.</summary>
    [Fact]
    public async Task Run_GoneBackAndGoneAgain_ReadsWhatIsBehindIt()
    {
        await SyncAsync(_action);
        _site.Change("t4", null);
        _site.Change("t5", null);
        Assert.Equal(2, (await SyncAsync(_action)).Summary.Removed);
        foreach ((string key, string? text) in (ReadOnlySpan<(string, string?)>)
            [("t1", "edited"), ("t4", "hello"), ("t4", null), ("t5", "hello"), ("t5", null)])
        {
            _site.Change(key, text);
        }

        Assert.Equal(1, (await SyncAsync(_action)).Summary.Updated);
    }

    /// <summary>One run to its end, after which the ledger must hold what the site does.</summary>
    private async Task<RunReport> SyncAsync(SyncTalks action)
    {
        RunReport report = await _run.RunAsync(action);
        Assert.Equal((RunEnd.Completed, (string?)null), (report.End, report.Reason));
        Assert.Empty(report.Mismatches);
        Assert.True(report.Summary.AddsUp);
        using RunLedger ledger = _run.OpenLedger();
        Assert.All(ledger.ReadRuns(), run => Assert.Empty(ledger.Check(run.RunId)));
        Assert.Equal(
            _site.Present.Select(talk => (talk.Key, JsonSerializer.Serialize(new SyncTalks.Talk(talk.Text), JsonSerializerOptions.Web))),
            ledger.ReadRecords(action.Name).Select(record => (record.Key, record.Json)));
        return report;
    }
}
