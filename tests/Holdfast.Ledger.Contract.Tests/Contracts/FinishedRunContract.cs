using static Holdfast.Tests.Shared.Listed;

namespace Holdfast.Ledger.Contract.Tests;

/// <summary>A run ends once, with its leg, when nothing is left to do; then its account stands.</summary>
public abstract class FinishedRunContract : LedgerContract
{
    private protected FinishedRunContract(LedgerRig rig)
        : base(rig)
    {
    }

    public static TheoryData<string> Writes => [.. PortWrites.All.Where(write => !write.Value.MayBeLate).Select(write => write.Key)];

    public static TheoryData<string> LateWrites => [.. PortWrites.All.Where(write => write.Value.MayBeLate).Select(write => write.Key)];

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task Write_AfterTheRun_IsRefusedAndLeavesNoTrace(string write)
    {
        BusyRun run = BusyRun.Begin(Rig);
        run.Finish();
        string before = run.Describe(run.Leg);

        await Assert.ThrowsAsync<InvalidOperationException>(() => PortWrites.All[write].CallAsync(run, run.Leg));

        Assert.Equal(before, run.Describe(run.Leg));
        Assert.Empty(Rig.Check(run.Leg.RunId));
    }

    /// <summary>A death, a pause or a delivery that was on its way when the run ended is kept; the leg's first outcome stays.</summary>
    [Theory]
    [MemberData(nameof(LateWrites))]
    public async Task Write_ThatMayBeLate_IsKeptAfterTheRun(string write)
    {
        BusyRun run = BusyRun.Begin(Rig);
        run.Finish();
        string before = run.Describe(run.Leg);

        await PortWrites.All[write].CallAsync(run, run.Leg);

        Assert.Equal(PortWrites.All[write].Method == nameof(IRunLedger.EndLegAsync), before == run.Describe(run.Leg));
        Assert.Equal(LegOutcome.Finished, Rig.ReadRun(run.Leg.RunId).LastLegOutcome);
        Assert.Empty(Rig.Check(run.Leg.RunId));
    }

    [Fact]
    public void FinishRun_NothingLeftToDo_EndsRunAndLeg()
    {
        LegUnderTest run = Rig.Begin();
        Rig.Time.Advance(TimeSpan.FromSeconds(5));

        run.FinishRun();

        RunInfo info = Rig.ReadRun(run.RunId);
        Assert.Equal((Rig.Time.GetUtcNow(), LegOutcome.Finished), (info.FinishedAt, info.LastLegOutcome));
        Assert.Throws<InvalidOperationException>(run.FinishRun);
    }

    [Fact]
    public void FinishRun_ItemsPending_IsRefusedAndNeitherRunNorLegHasEnded()
    {
        LegUnderTest run = Rig.Begin();
        run.PlanPage(Page(1, null, Item("a")), null);

        Assert.Throws<InvalidOperationException>(run.FinishRun);

        AssertOpen(run);
        run.CommitBatch([Whole("a")], First, null);
        run.FinishRun();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void FinishRun_EffectsNotSettled_IsRefusedAndNeitherRunNorLegHasEnded(bool begun)
    {
        LegUnderTest run = Rig.Begin("send");
        run.PlanEffects(null, Effects(null, "a"));
        if (begun)
        {
            run.Begin("a");
        }

        Assert.Throws<InvalidOperationException>(run.FinishRun);

        AssertOpen(run);
    }

    [Fact]
    public void FinishRun_OfAReplacedLeg_IsFencedAndTheRunGoesOn()
    {
        LegUnderTest old = Rig.Begin();
        LegUnderTest now = Rig.Begin();

        Assert.Throws<EpochFencedException>(old.FinishRun);

        AssertOpen(now);
    }

    [Fact]
    public void EndLeg_Twice_TheFirstOutcomeStays()
    {
        LegUnderTest run = Rig.Begin();

        run.EndLeg(LegOutcome.GaveUp);
        run.EndLeg(LegOutcome.Stopped);

        RunInfo info = Rig.ReadRun(run.RunId);
        Assert.Equal((null, LegOutcome.GaveUp), (info.FinishedAt, info.LastLegOutcome));
    }

    private void AssertOpen(LegUnderTest run)
    {
        RunInfo info = Rig.ReadRun(run.RunId);
        Assert.Equal(((DateTimeOffset?)null, (LegOutcome?)null), (info.FinishedAt, info.LastLegOutcome));
    }
}
