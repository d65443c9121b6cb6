namespace Holdfast.Ledger.Contract.Tests;

/// <summary>An effect is begun before it is sent, settled once, and has its key for ever.</summary>
public abstract class EffectContract : LedgerContract
{
    private protected EffectContract(LedgerRig rig)
        : base(rig)
    {
    }

    [Fact]
    public void BeginEffects_VerifyBeforeCommitFails_NothingIsBegun()
    {
        LegUnderTest account = Rig.Begin("send");
        account.PlanEffects(null, new PlannedPage([new PlannedEffect("a", "{}")], null));
        long id = account.ReadEffect("a").Id;
        Assert.Throws<TimeoutException>(() => account.BeginEffects([id], () => throw new TimeoutException()));
        Assert.Equal((EffectState.Planned, 0), (account.ReadEffect("a").State, account.ReadEffect("a").Attempts));
        Assert.Equal([id], account.BeginEffects([id]));
        Assert.Empty(account.BeginEffects([id]));
        account.SettleEffects(new EffectResult(id, EffectEvent.Confirmed, "r"));
        account.SettleEffects(new EffectResult(id, EffectEvent.Confirmed, "again"));
        Assert.Equal((EffectState.Confirmed, "r", 1), (account.ReadEffect("a").State, account.ReadEffect("a").Text, account.ReadEffect("a").Attempts));
    }

    [Fact]
    public void BeginEffects_SomeAreBegunAlready_SaysWhichBeginNowAndSettlesThemTogether()
    {
        LegUnderTest run = Rig.Begin("send");
        run.PlanEffects(null, new PlannedPage([new("a", "{}"), new("b", "{}")], null));
        long[] ids = [run.ReadEffect("a").Id, run.ReadEffect("b").Id];
        Assert.Equal([ids[0]], run.BeginEffects([ids[0]]));
        Assert.Equal([ids[1]], run.BeginEffects(ids));
        run.SettleEffects(new EffectResult(ids[0], EffectEvent.Confirmed, "r"), new EffectResult(ids[1], EffectEvent.Refused, "no"));
        StoredEffect[] effects = [run.ReadEffect("a"), run.ReadEffect("b")];
        Assert.Equal([(EffectState.Confirmed, "r"), (EffectState.Failed, "no")], effects.Select(effect => (effect.State, effect.Text!)));
        Assert.Empty(Rig.Check(run.RunId));
    }

    /// <summary>An effect has its key for ever: no second one, in no run.</summary>
    [Fact]
    public void PlanEffects_AKeyOfAnEarlierRun_IsPlannedNoSecondTime()
    {
        LegUnderTest first = Rig.Begin("send");
        first.PlanEffects(null, new PlannedPage([new("a", "{}")], null));
        first.BeginEffects([first.ReadEffect("a").Id]);
        first.SettleEffects(new EffectResult(first.ReadEffect("a").Id, EffectEvent.Confirmed, "r"));
        first.FinishRun();

        LegUnderTest second = Rig.Begin("send");
        second.PlanEffects(null, new PlannedPage([new("a", "{}"), new("b", "{}")], null));

        Assert.Equal("b", second.NextEffect()?.Key);
        Assert.Equal((2, 1), (Rig.ReadSummary(second.RunId).Effects!.Planned, Rig.ReadSummary(second.RunId).Effects!.Before));
    }

    [Fact]
    public void PlanEffects_BeforeCommit_IsToldWhetherThePlanHadAllOfThePage()
    {
        LegUnderTest run = Rig.Begin("send");
        List<bool> more = [];
        Assert.True(run.PlanEffects(null, new PlannedPage([new("a", "{}")], "2"), more.Add));
        Assert.True(run.PlanEffects("2", new PlannedPage([new("a", "{}")], "3"), more.Add));
        Assert.Equal([true, false], more);
    }

    [Fact]
    public void PlanEffects_ThePageLeadsBackToOneThatWasRead_PlansNothing()
    {
        LegUnderTest run = Rig.Begin("send");
        Assert.True(run.PlanEffects(null, new PlannedPage([new("a", "{}")], "2")));
        Assert.True(run.PlanEffects("2", new PlannedPage([], "3")));
        Assert.False(run.PlanEffects("3", new PlannedPage([new("b", "{}")], "2")));
        Assert.Throws<ArgumentException>(() => run.ReadEffect("b"));
        Assert.Equal(new EffectPosition(IsAtEnd: false, "3"), run.EffectPosition);
    }
}
