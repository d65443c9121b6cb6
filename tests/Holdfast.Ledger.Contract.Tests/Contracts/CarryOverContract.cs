using static Holdfast.Tests.Shared.Listed;

namespace Holdfast.Ledger.Contract.Tests;

/// <summary>What an earlier run left open goes on in the next one, and counts there.</summary>
public abstract class CarryOverContract : LedgerContract
{
    private protected CarryOverContract(LedgerRig rig)
        : base(rig)
    {
    }

    [Fact]
    public void CarryOverEffects_InDoubtAndGivenUp_CountInThisRunOnce()
    {
        LeaveOpen();
        LegUnderTest run = Rig.Begin("send");
        run.PlanEffects(null, Effects(null, "given up", "new"));
        Assert.Equal(2, Counts(run).Planned);

        run.CarryOverEffects();
        run.CarryOverEffects();

        EffectCounts counts = Counts(run);
        Assert.Equal((3, 1, 1, 1), (counts.Planned, counts.InDoubt, counts.Failed, counts.Pending));

        // What is carried over is no page of the plan.
        Assert.Equal((1, true), (counts.Pages, counts.IsPlanRead));
        Assert.True(run.EffectPosition.IsAtEnd);
        Assert.Empty(run.Check());
    }

    [Fact]
    public void ReopenEffect_GivenUp_IsPlannedAgainAndARefusalStays()
    {
        LeaveOpen();
        LegUnderTest run = Rig.Begin("send");

        StoredEffect? again = run.ReopenEffect(after: 0);

        Assert.Equal(("given up", EffectState.Planned, 1), (again?.Key, again?.State, again?.Attempts));
        Assert.Null(run.ReopenEffect(after: again!.Id));
        Assert.Null(run.ReopenEffect(after: 0));
        Assert.Equal("given up", run.NextEffect()?.Key);
        Assert.Equal(EffectState.Failed, run.ReadEffect("refused").State);
        Assert.Null(Rig.Begin("another").ReopenEffect(after: 0));
    }

    [Fact]
    public void ReadNextEffect_OneIsBegun_ComesBeforeThePlannedInPlanningOrder()
    {
        LegUnderTest run = Rig.Begin("send");
        run.PlanEffects(null, Effects(null, "b", "a"));
        Assert.Equal("b", run.NextEffect()?.Key);
        run.Begin("a");
        Assert.Equal(("a", EffectState.Sending), (run.NextEffect()?.Key, run.NextEffect()?.State));
        run.Settle("a", EffectEvent.Confirmed, "r");
        Assert.Equal("b", run.NextEffect()?.Key);
        run.Begin("b");
        run.Settle("b", EffectEvent.Refused, "no");
        Assert.Null(run.NextEffect());
    }

    [Fact]
    public void ReadEffectPosition_PageByPage_IsWhereThePlanGoesOnInTheNextLegToo()
    {
        LegUnderTest run = Rig.Begin("send");
        Assert.Equal(new EffectPosition(IsAtEnd: false, null), run.EffectPosition);
        run.PlanEffects(null, Effects("2", "a"));
        Assert.Equal(new EffectPosition(IsAtEnd: false, "2"), run.EffectPosition);
        Assert.Equal(new EffectPosition(IsAtEnd: false, "2"), Rig.Begin("send").EffectPosition);
        run = Rig.Begin("send");
        run.PlanEffects("2", Effects(null));
        Assert.Equal(new EffectPosition(IsAtEnd: true, null), run.EffectPosition);
    }

    private EffectCounts Counts(LegUnderTest run) => Rig.ReadSummary(run.RunId).Effects!;

    /// <summary>A run that ends with an effect in doubt, one that was given up, and one that the site refused.</summary>
    private void LeaveOpen()
    {
        LegUnderTest run = Rig.Begin("send");
        run.PlanEffects(null, Effects(null, "in doubt", "given up", "refused"));
        foreach (string key in (string[])["in doubt", "given up", "refused"])
        {
            run.Begin(key);
        }

        run.Settle("in doubt", EffectEvent.Unknown, "no answer");
        run.Settle("given up", EffectEvent.GaveUp, "failed too often");
        run.Settle("refused", EffectEvent.Refused, "no");
        run.FinishRun();
    }
}
