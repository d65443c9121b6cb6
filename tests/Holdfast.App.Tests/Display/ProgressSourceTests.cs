using Holdfast.Actions;
using Microsoft.Extensions.Time.Testing;

namespace Holdfast.App.Tests;

public sealed class ProgressSourceTests
{
    [Fact]
    public void Read_UnfinishedRun_ComesFromTheLedger()
    {
        using TestApp app = new();
        LedgerMaker.Make(
            app.LedgerPath, "gather-things", [ItemOutcome.Whole("k1", "1", null), ItemOutcome.Failed("k2", "x")], pending: ["k3"], finish: false);
        using ProgressSource source = new(app.LedgerPath, "gather-things", null, () => null, new FakeTimeProvider());

        ProgressSnapshot now = source.Read()!;

        Assert.Equal((1, 3, 2, 3, true), (now.Pages, now.Seen, now.Done, now.SiteTotal!.Value, now.ListingFinished));
    }

    [Fact]
    public void Read_LastRunIsOver_IsNotTakenForThisOne()
    {
        using TestApp app = new();
        LedgerMaker.Make(app.LedgerPath, "gather-things", [ItemOutcome.Whole("k1", "1", null)]);
        using ProgressSource source = new(app.LedgerPath, "gather-things", null, () => null, new FakeTimeProvider());

        Assert.Null(source.Read());
    }

    /// <summary>Counting a million items takes long; the run must not feel that somebody watches it.</summary>
    [Fact]
    public void Read_CountingTakesLong_CountsNowAndThenOnly()
    {
        using TestApp app = new();
        LedgerMaker.Make(app.LedgerPath, "gather-things", [ItemOutcome.Whole("k1", "1", null)], pending: ["k2"], finish: false);

        // Every look at this clock takes 100 ms.
        FakeTimeProvider time = new() { AutoAdvanceAmount = TimeSpan.FromMilliseconds(100) };
        using ProgressSource source = new(app.LedgerPath, "gather-things", null, () => null, time);
        Assert.Equal(1, source.Read()!.Done);
        using (Ledger ledger = Ledger.Open(app.LedgerPath, LedgerAccess.ReadWrite, TimeProvider.System))
        {
            ledger.BeginLeg("gather-things", LegOwner.Current()).CommitBatch([ItemOutcome.Whole("k2", "1", null)], new GenerationStamp(0, 1), null);
        }

        Assert.Equal(1, source.Read()!.Done);
        time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(2, source.Read()!.Done);
    }
}
