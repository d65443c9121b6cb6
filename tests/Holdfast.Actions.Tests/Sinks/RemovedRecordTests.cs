using System.Text.Json;
using Holdfast.Actions.Tests.Sync;
using Holdfast.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.Actions.Tests.Sinks;

/// <summary>Sinks hold what the ledger exports: what goes is taken from them, and what comes back is given again.</summary>
public sealed class RemovedRecordTests : IAsyncDisposable
{
    private readonly NoteTable _table = new();
    private readonly NoteInbox _inbox = new();
    private readonly SyncPages _action = new() { NewestFirst = false };
    private readonly ScriptedRun _run = new(new ScriptedSite(static _ => new { }));

    public RemovedRecordTests() => _run.Configure = Register;

    public ValueTask DisposeAsync() => _run.DisposeAsync();

    public static TheoryData<ScriptedMoment, int> Deaths()
    {
        TheoryData<ScriptedMoment, int> deaths = [];
        foreach ((ScriptedMoment moment, int times) in (ReadOnlySpan<(ScriptedMoment, int)>)
            [(ScriptedMoment.Call, 6), (ScriptedMoment.Answer, 6), (ScriptedMoment.Commit, 2), (ScriptedMoment.Committed, 2)])
        {
            for (int number = 1; number <= times; number++)
            {
                deaths.Add(moment, number);
            }
        }

        return deaths;
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Run_RecordIsGone_IsTakenFromBothAndSaidOnce(bool atFetch)
    {
        await SyncAsync((["a1", "b1"], []));
        Forget();
        if (atFetch)
        {
            _action.GoneAtFetch.Add("b");
            await SyncAsync((["b2"], []));
            await SyncAsync((["b3"], []));
        }
        else
        {
            await SyncAsync(([], ["b"]));
            await SyncAsync(([], ["b", "x"]));
        }

        Assert.Equal([("b", RecordChange.Removed, "b1")], _table.Told);
        Assert.Equal([("b", 2L, null)], _inbox.Taken);
    }

    [Theory]
    [InlineData("b1")]
    [InlineData("b2")]
    public async Task Run_WhatWasGoneIsBack_IsNewToBoth(string back)
    {
        await SyncAsync((["a1", "b1"], []));
        await SyncAsync(([], ["b"]));
        Forget();

        await SyncAsync(([back], []));

        Assert.Equal([("b", RecordChange.New, back)], _table.Told);
        Assert.Equal([("b", 3L, back)], _inbox.Taken);
    }

    [Fact]
    public async Task Run_RemovedAndListedAgainInOneRun_IsThereAgainAtOnce()
    {
        await SyncAsync((["a1", "b1", "c1"], []));
        Forget();

        await SyncAsync(([], ["b", "c"]), (["b2", "c1"], []));

        Assert.Equal(
            [RecordChange.Removed, RecordChange.New, RecordChange.Updated], _table.Told.Where(told => told.Key == "b").Select(told => told.Change));
        Assert.Equal([RecordChange.Removed, RecordChange.New], _table.Told.Where(told => told.Key == "c").Select(told => told.Change));
    }

    /// <summary>What an earlier run had found gone stays so until it is fetched, whatever this run's pages said in between.</summary>
    [Fact]
    public async Task Run_GoneBeforeThenListedRemovedAndListedInOneRun_IsNewOnceFetched()
    {
        await SyncAsync((["a1", "b1"], []));
        await SyncAsync(([], ["b"]));
        Forget();

        await SyncAsync((["b2"], []), ([], ["b"]), (["b3"], []));

        Assert.Equal(("b", RecordChange.New, "b3"), _table.Told[^1]);
    }

    [Fact]
    public async Task Run_RemovedAgainAndAgainInOneReading_IsGoneAndTheListHasNotMoved()
    {
        await SyncAsync((["a1", "b1"], []));
        await SyncAsync(([], ["b"]), (["b2"], []), ([], ["b"]), (["b3"], []), ([], ["b"]));

        Assert.Equal(["a"], _inbox.Held.Select(held => held.Key));
    }

    [Fact]
    public async Task Run_NeverHadARecord_IsNoNews()
    {
        _action.GoneAtFetch.Add("b");
        await SyncAsync((["a1", "b1"], []));
        Assert.Equal(["a"], _table.Told.Select(told => told.Key));
        Assert.Equal(["a"], _inbox.Taken.Select(taken => taken.Key));
    }

    [Fact]
    public async Task Run_SinkElsewhereWasAway_IsOwedTheRemovalsOfWhatItHas()
    {
        await SyncAsync((["a1", "b1"], []));
        _run.Configure = null;
        await RunAsync((["c1", "d1"], ["a"]));
        await RunAsync(([], ["c"]));
        Forget();

        _run.Configure = holdfast =>
        {
            holdfast.Services.AddSingleton(_inbox);
            holdfast.AddRecordSink<SyncPages, NoteInbox>();
        };
        await RunAsync(([], []));

        Assert.Equal([("a", 2L, null), ("d", 1L, "d1")], _inbox.Taken.Order());
        await RunAsync(([], []));
        Assert.Equal(2, _inbox.Taken.Count);
    }

    [Theory]
    [MemberData(nameof(Deaths))]
    public async Task Run_SessionDies_BothHoldWhatIsExported(ScriptedMoment moment, int number)
    {
        await PrepareAsync();
        _run.DieAt(moment, _run.Count(moment) + number);

        await ChangeAsync();

        Assert.Single(_run.Incidents);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Run_SessionDiesInATransaction_BothHoldWhatIsExported(int write)
    {
        await PrepareAsync();
        int before = _table.Writes;
        _table.Then = writes =>
        {
            if (writes == before + write)
            {
                _run.Provider.Die(LossCause.BrowserExited);
            }
        };

        await ChangeAsync();

        Assert.Single(_run.Incidents);
    }

    private async Task PrepareAsync()
    {
        await SyncAsync((["a1", "b1", "c1", "d1"], []));
        await SyncAsync(([], ["b"]));
    }

    /// <summary>One is updated, one comes back, one goes and comes, one goes.</summary>
    private async Task ChangeAsync()
    {
        await SyncAsync((["a2"], ["c"]), (["b2", "c3"], []), ([], ["d"]));
        Assert.Equal([("a", "a2"), ("b", "b2"), ("c", "c3")], _inbox.Held);
    }

    private void Register(IHoldfastBuilder holdfast)
    {
        holdfast.Services.AddSingleton(_table);
        holdfast.Services.AddSingleton(_inbox);
        holdfast.AddRecordSink<SyncPages, NoteTable>().AddRecordSink<SyncPages, NoteInbox>();
    }

    private void Forget()
    {
        _table.Told.Clear();
        _inbox.Taken.Clear();
    }

    /// <summary>One run to its end, after which both sinks hold what is exported; the table did so in each of its transactions.</summary>
    private async Task SyncAsync(params (string[] Items, string[] Removed)[] pages)
    {
        await RunAsync(pages);
        Assert.Equal(0, _table.Differences);
        NoteTable.AssertAgrees(_run.Settings.LedgerPath);
        Assert.Equal(
            _run.Records(_action).Select(record => (record.Key, JsonSerializer.Deserialize<SyncPages.Note>(record.Json, JsonSerializerOptions.Web)!.Text)),
            _inbox.Held);
    }

    private async Task RunAsync(params (string[] Items, string[] Removed)[] pages)
    {
        _action.Pages = pages;
        RunReport report = await _run.RunAsync(_action);
        Assert.Equal((RunEnd.Completed, (string?)null), (report.End, report.Reason));
        Assert.Empty(report.Mismatches);
        Assert.Empty(report.Summary.Waiting);
        using RunLedger ledger = _run.OpenLedger();
        Assert.All(ledger.ReadRuns(), run => Assert.Empty(ledger.Check(run.RunId)));
    }
}
