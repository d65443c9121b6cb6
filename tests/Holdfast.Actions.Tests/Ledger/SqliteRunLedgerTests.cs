using static Holdfast.Actions.Tests.LedgerFixture;

namespace Holdfast.Actions.Tests;

public sealed class SqliteRunLedgerTests : IDisposable
{
    private readonly LedgerFixture _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Write_ByTheWriterOfAnotherLeg_IsRefusedAndKeepsNothing()
    {
        await using IRunLedger ledger = await BeginAsync();
        LegWriter other = ledger.Writer with { Epoch = ledger.Writer.Epoch + 1 };
        EpochFencedException fenced = await Assert.ThrowsAsync<EpochFencedException>(() => ledger.PlanPageAsync(other, Page(1, null, Item("a")), null));
        Assert.Equal((1, 2, 1), (fenced.RunId, fenced.Epoch, fenced.CurrentEpoch));
        Assert.Equal(0, (await ledger.ReadSummaryAsync()).Seen);
    }

    [Fact]
    public async Task PlanPageAsync_BeforeCommit_IsToldWhetherTheReadingHadAllOfThePage()
    {
        await using IRunLedger ledger = await BeginAsync();
        List<bool> more = [];
        await ledger.PlanPageAsync(ledger.Writer, Page(1, 2, Item("a"), Item("b")), more.Add);
        await ledger.PlanPageAsync(ledger.Writer, Page(2, 3, Item("b"), Item("a")), more.Add);
        await ledger.PlanPageAsync(ledger.Writer, Page(3, 4, Item("b"), Item("a", "f2")), more.Add);
        await ledger.PlanPageAsync(ledger.Writer, Page(4, 5), more.Add);
        Assert.Equal([true, false, true, false], more);
    }

    [Fact]
    public async Task PlanPageAsync_BeforeCommitThrows_NothingIsPlannedAndTheListingStaysWhereItWas()
    {
        await using IRunLedger ledger = await BeginAsync();
        await Assert.ThrowsAsync<TimeoutException>(() => ledger.PlanPageAsync(ledger.Writer, Page(1, 2, Item("a")), _ => throw new TimeoutException()));
        Assert.Equal((0, ListingState.NotStarted), ((await ledger.ReadSummaryAsync()).Seen, (await ledger.ReadListingPositionAsync()).State));
    }

    [Fact]
    public async Task SaveProgressAsync_AfterACheckpoint_LeavesWhatWasSaved()
    {
        await using IRunLedger ledger = await BeginAsync();
        await ledger.SaveProgressAsync(ledger.Writer, new RunProgress(1, 9, null, IsCompleted: false), First, null);
        Assert.Equal(((string?)null, 1L), await Saved(ledger));
        await ledger.SaveCheckpointAsync(ledger.Writer, new Checkpoint("page 2", new RunProgress(2, 9, null, IsCompleted: false)), First, null);
        await ledger.SaveProgressAsync(ledger.Writer, new RunProgress(3, 9, null, IsCompleted: false), First, null);
        Assert.Equal(((string?)"page 2", 3L), await Saved(ledger));

        static async Task<(string? Value, long Done)> Saved(IRunLedger ledger)
        {
            Checkpoint saved = await ledger.ReadCheckpointAsync();
            return (saved.Value, saved.Progress.Done);
        }
    }

    [Fact]
    public async Task BeginEffectsAsync_SomeAreBegunAlready_SaysWhichBeginNowAndSettlesThemTogether()
    {
        await using IRunLedger ledger = await BeginAsync();
        await ledger.PlanEffectsAsync(ledger.Writer, null, new PlannedPage([new("a", "{}"), new("b", "{}")], null), First, null);
        long[] ids = [(await ledger.ReadEffectAsync("a")).Id, (await ledger.ReadEffectAsync("b")).Id];
        Assert.Equal([ids[0]], await ledger.BeginEffectsAsync(ledger.Writer, [ids[0]], First, null));
        Assert.Equal([ids[1]], await ledger.BeginEffectsAsync(ledger.Writer, ids, First, null));
        await ledger.SettleEffectsAsync(
            ledger.Writer, [new(ids[0], EffectEvent.Confirmed, "r"), new(ids[1], EffectEvent.Refused, "no")], First, null);
        StoredEffect[] effects = [await ledger.ReadEffectAsync("a"), await ledger.ReadEffectAsync("b")];
        Assert.Equal([(EffectState.Confirmed, "r"), (EffectState.Failed, "no")], effects.Select(effect => (effect.State, effect.Text!)));
        Assert.Empty(await ledger.CheckAsync());
    }

    [Fact]
    public async Task BeginLegAsync_OtherSite_ClosesTheFileAgain()
    {
        SqliteRunLedgerStore store = new(_files.Time);
        await using (IRunLedger first = await store.BeginLegAsync(_files.Path, "gather", "https://one.test", null))
        {
            await first.PlanPageAsync(first.Writer, Page(1, null, Item("a")), null);
        }

        await Assert.ThrowsAsync<LedgerException>(() => store.BeginLegAsync(_files.Path, "gather", "https://two.test", null));
        Assert.False(File.Exists(_files.Path + "-wal"), "the ledger is still open");
    }

    private Task<IRunLedger> BeginAsync() => new SqliteRunLedgerStore(_files.Time).BeginLegAsync(_files.Path, "gather", site: null, opened: null);
}
