using static Holdfast.Tests.Shared.Listed;

namespace Holdfast.Ledger.Contract.Tests;

/// <summary>An account that does not add up is found, by whoever asks.</summary>
public abstract class CheckContract : LedgerContract
{
    private protected CheckContract(LedgerRig rig)
        : base(rig)
    {
    }

    [Fact]
    public void Check_ItemsWereLost_FindsItInTheRunAndTheSummaryDoesNotAddUp()
    {
        LegUnderTest run = Rig.Begin();
        run.PlanPage(Page(1, null, Item("a"), Item("b")), null);
        run.CommitBatch([Whole("a"), ItemOutcome.Failed("b", "500")], First, null);
        LegUnderTest other = Rig.Begin("another");
        Assert.Empty(run.Check());
        Assert.Empty(Rig.Check(run.RunId));
        Assert.True(run.ReadSummary().AddsUp);

        Rig.Damage();

        Assert.NotEmpty(run.Check());
        Assert.NotEmpty(Rig.Check(run.RunId));
        Assert.False(run.ReadSummary().AddsUp);
        Assert.False(Rig.ReadSummary(run.RunId).AddsUp);
        Assert.Empty(other.Check());
    }

    [Fact]
    public void ReadSummary_OfALegAndOfAReader_IsTheSame()
    {
        BusyRun run = BusyRun.Begin(Rig);
        Assert.Equal(LedgerRig.Words(Rig.ReadSummary(run.Leg.RunId)), LedgerRig.Words(run.Leg.ReadSummary()));
    }

    [Fact]
    public void Check_UnknownRun_IsRefused()
    {
        LegUnderTest run = Rig.Begin();
        Assert.Throws<ArgumentException>(() => Rig.Check(run.RunId + 1));
    }
}
