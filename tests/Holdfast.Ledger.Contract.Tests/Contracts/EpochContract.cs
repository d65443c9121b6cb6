using static Holdfast.Ledger.Contract.Tests.Listed;

namespace Holdfast.Ledger.Contract.Tests;

/// <summary>A leg that was replaced writes nothing any more.</summary>
public abstract class EpochContract : LedgerContract
{
    private protected EpochContract(LedgerRig rig)
        : base(rig)
    {
    }

    [Fact]
    public void EveryWrite_OfAReplacedLeg_IsFencedAndLeavesNoTrace()
    {
        var old = PlanOne(Rig.Begin(), "a");
        var now = Rig.Begin();
        Action[] writes =
        [
            () => old.PlanPage(Page(2, null, Item("b")), null),
            () => old.CommitBatch([Whole("a")], First, null),
            () => old.FinishListing(1, null),
            () => old.RecordSuspension(new Suspension(Rig.Time.GetUtcNow(), TimeSpan.FromMinutes(1), Asleep: true), generation: 1),
            () => old.EndLeg(LegOutcome.Stopped),
            old.FinishRun,
        ];
        foreach (var write in writes)
        {
            var fenced = Assert.Throws<EpochFencedException>(write);
            Assert.Equal((old.RunId, 1L, 2L), (fenced.RunId, fenced.Epoch, fenced.CurrentEpoch));
        }
        var summary = Rig.ReadSummary(now.RunId);
        Assert.Equal((1, 1, 1), (summary.Seen, summary.Pending, summary.Pages));
        Assert.Empty(Rig.ReadSuspensions(now.RunId));
        Assert.Empty(Rig.Check(now.RunId));
    }

    [Fact]
    public async Task Write_ByTheWriterOfAnotherLeg_IsRefusedAndKeepsNothing()
    {
        LegUnderTest run = Rig.Begin();
        LegWriter other = run.Ledger.Writer with { Epoch = 2 };
        EpochFencedException fenced = await Assert.ThrowsAsync<EpochFencedException>(() => run.Ledger.PlanPageAsync(other, Page(1, null, Item("a")), null));
        Assert.Equal((1, 2, 1), (fenced.RunId, fenced.Epoch, fenced.CurrentEpoch));
        Assert.Equal(0, Rig.ReadSummary(run.RunId).Seen);
    }

    private static LegUnderTest PlanOne(LegUnderTest run, string key)
    {
        run.PlanPage(Page(1, null, Item(key)), null);
        return run;
    }
}
