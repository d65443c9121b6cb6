using Holdfast.Testing;

namespace Holdfast.Actions.Tests.Gather;

/// <summary>A page that is read again because the session died before its commit is one page.</summary>
public sealed class EmptyPageDeathTests : IAsyncDisposable
{
    private readonly LedgerClock _clock = new();
    private readonly ScriptedRun _run;

    public EmptyPageDeathTests()
    {
        _run = new ScriptedRun(new ScriptedSite(static _ => new { })) { Time = _clock };
        _run.Settings.MaxEmptyPages = 1;
    }

    public ValueTask DisposeAsync() => _run.DisposeAsync();

    [Fact]
    public async Task Gather_DeathsBeforeTheCommitOfAnEmptyPage_CountItOnce()
    {
        List list = new(DieInCommit);
        RunReport report = await _run.RunAsync(list);
        Assert.Equal((RunEnd.Completed, 2L, 2), (report.End, report.Summary.Seen, _run.Incidents.Count));
        Assert.Equal(["", "1", "1", "1", "2"], list.Asked);
    }

    [Fact]
    public async Task Sync_DeathsBeforeTheCommitOfGoneKeys_AreNewsStill()
    {
        Removals list = new(DieInCommit);
        RunReport report = await _run.RunAsync(list);
        Assert.Equal((RunEnd.Completed, 2), (report.End, _run.Incidents.Count));
        Assert.Equal(["", "1", "1", "1", "2"], list.Asked);
    }

    [Fact]
    public async Task Send_DeathsBeforeTheCommitOfAnEmptyPage_CountItOnce()
    {
        _run.DieAt(ScriptedMoment.Plan, 2);
        _run.DieAt(ScriptedMoment.Plan, 3);
        RunReport report = await _run.RunAsync(new Plan());
        Assert.Equal((RunEnd.Completed, 2L, 2), (report.End, report.Summary.Effects!.Confirmed, _run.Incidents.Count));
    }

    private void DieInCommit() => _clock.AtCommit = () => _run.Provider.Die();

    private static string? Next(string? cursor) => cursor switch
    {
        null => "1",
        "1" => "2",
        _ => null,
    };

    private static Task<IReadOnlyList<Fetched<string>>> FetchAsync(IReadOnlyList<ListedItem<string>> batch) =>
        Task.FromResult<IReadOnlyList<Fetched<string>>>([.. batch.Select(item => Fetched.Whole(item.Key, item.Key))]);

    /// <summary>The second of three pages is empty, and the session dies before its first two commits.</summary>
    private sealed class List(Action die) : GatherAction<string, string>
    {
        public List<string> Asked { get; } = [];

        public override Task<ListPage<string>> ListAsync(GatherContext context, string? cursor, CancellationToken cancellationToken)
        {
            Asked.Add(cursor ?? "");
            if (cursor == "1" && Asked.Count < 4)
            {
                die();
            }

            return Task.FromResult(new ListPage<string>(cursor == "1" ? [] : [new ListedItem<string>($"k{cursor}", null, "")], Next(cursor)));
        }

        public override Task<IReadOnlyList<Fetched<string>>> FetchAsync(
            GatherContext context, IReadOnlyList<ListedItem<string>> batch, CancellationToken cancellationToken) => EmptyPageDeathTests.FetchAsync(batch);
    }

    /// <summary>Each page names another key that is gone, and the session dies before the first two commits of the second.</summary>
    private sealed class Removals(Action die) : SyncAction<string, string>
    {
        public List<string> Asked { get; } = [];

        public override bool IsNewestFirst => false;

        public override Task<SyncPage<string>> ListAsync(GatherContext context, SyncPosition position, CancellationToken cancellationToken)
        {
            Asked.Add(position.Cursor ?? "");
            if (position.Cursor == "1" && Asked.Count < 4)
            {
                die();
            }

            return Task.FromResult(new SyncPage<string>([], Next(position.Cursor), "w", [$"k{position.Cursor}"]));
        }

        public override Task<IReadOnlyList<Fetched<string>>> FetchAsync(
            GatherContext context, IReadOnlyList<ListedItem<string>> batch, CancellationToken cancellationToken) => EmptyPageDeathTests.FetchAsync(batch);
    }

    /// <summary>The second of three pages is empty.</summary>
    private sealed class Plan : SendAction<string>
    {
        public override Task<EffectPage<string>> PlanAsync(SendContext context, string? cursor, CancellationToken cancellationToken) =>
            Task.FromResult(new EffectPage<string>(cursor == "1" ? [] : [new Effect<string>($"k{cursor}", "")], Next(cursor)));

        public override Task<Sent> SendAsync(SendContext context, Effect<string> effect, CancellationToken cancellationToken) => Task.FromResult(Sent.Done());
    }

    /// <summary>The ledger asks for the time within each transaction that plans a page.</summary>
    private sealed class LedgerClock : TimeProvider
    {
        private Action? _atCommit;

        /// <summary>Happens once, within the next transaction.</summary>
        public Action? AtCommit
        {
            set => Volatile.Write(ref _atCommit, value);
        }

        public override DateTimeOffset GetUtcNow()
        {
            if (Thread.CurrentThread.Name == "Holdfast ledger")
            {
                Interlocked.Exchange(ref _atCommit, null)?.Invoke();
            }

            return base.GetUtcNow();
        }
    }
}
