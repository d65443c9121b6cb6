using static Holdfast.Tests.Shared.Listed;

namespace Holdfast.Ledger.Contract.Tests;

/// <summary>What a person decides is written, where it fits and nowhere else; who reads changes nothing.</summary>
public abstract class DecisionContract : LedgerContract
{
    private protected DecisionContract(LedgerRig rig)
        : base(rig)
    {
    }

    [Fact]
    public void ResolveEffect_InDoubt_IsAsDecidedAndNotTwice()
    {
        LegUnderTest run = Rig.Begin("send");
        run.PlanEffects(null, new PlannedPage([new PlannedEffect("a", "{}")], null));
        long id = run.ReadEffect("a").Id;
        run.BeginEffects([id]);
        run.SettleEffects(new EffectResult(id, EffectEvent.Unknown, "no answer"));
        Rig.Close();

        Assert.Equal(EffectState.Confirmed, Rig.Edit(ledger => ledger.ResolveEffectAsync("send", "a", EffectDecision.Confirm)).State);
        Assert.Throws<InvalidOperationException>(() => Rig.Edit(ledger => ledger.ResolveEffectAsync("send", "a", EffectDecision.Drop)));
        Assert.Throws<ArgumentException>(() => Rig.Edit(ledger => ledger.ResolveEffectAsync("send", "b", EffectDecision.Drop)));
        Assert.Equal("a", Assert.Single(Rig.ReadEffects(EffectState.Confirmed)).Key);
        Assert.Empty(Rig.Check(run.RunId));
    }

    [Fact]
    public void ReleaseItems_InQuarantine_ArePendingAgain()
    {
        LegUnderTest run = Rig.Begin();
        run.PlanPage(Page(1, null, Item("a"), Item("b")), null);
        run.CommitBatch([ItemOutcome.Quarantined("a", "sessions died"), ItemOutcome.Quarantined("b", "sessions died")], First, null);
        Rig.Close();

        Assert.Equal(["b"], Rig.Edit(ledger => ledger.ReleaseItemsAsync("gather", "b")));
        Assert.Equal(["b"], Rig.Begin().ReadPending(0, 10).Select(item => item.Key));
        Rig.Close();
        Assert.Equal(["a"], Rig.Edit(ledger => ledger.ReleaseItemsAsync("gather", key: null)));
        Assert.Empty(Rig.Edit(ledger => ledger.ReleaseItemsAsync("gather", key: null)));
    }

    [Fact]
    public void Read_WhereThereIsNoLedger_SaysSoAndMakesNone()
    {
        Assert.Equal(LedgerFault.NotFound, Assert.Throws<LedgerException>(Rig.ReadRuns).Fault);
        Assert.Equal(LedgerFault.NotFound, Assert.Throws<LedgerException>(Rig.ReadRuns).Fault);
    }
}
