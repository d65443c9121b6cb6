using static Holdfast.Tests.Shared.Listed;

namespace Holdfast.Ledger.Contract.Tests;

/// <summary>A second run with something of everything under way, so that each write of the port has something to change.</summary>
internal sealed class BusyRun
{
    public const string Action = "busy";

    private readonly LedgerRig _rig;

    private BusyRun(LedgerRig rig, LegUnderTest leg) => (_rig, Leg) = (rig, leg);

    /// <summary>Its first leg.</summary>
    public LegUnderTest Leg { get; }

    /// <summary>An effect that is planned.</summary>
    public long Planned => Leg.ReadEffect("planned").Id;

    /// <summary>An effect that is begun.</summary>
    public long Begun => Leg.ReadEffect("begun").Id;

    /// <summary>What a sink waits for since the run before.</summary>
    public required OwedRecord Owed { get; init; }

    public DateTimeOffset Now => _rig.Time.GetUtcNow();

    public static BusyRun Begin(LedgerRig rig)
    {
        LegUnderTest before = rig.Begin(Action);
        before.UseSinks("inbox");
        before.PlanPage(Page(1, null, Item("stored")), null);
        before.CommitBatch([Whole("stored")], First, null);
        before.PlanEffects(null, Effects(null, "given-up"));
        before.BeginEffects([before.ReadEffect("given-up").Id]);
        before.SettleEffects(new EffectResult(before.ReadEffect("given-up").Id, EffectEvent.GaveUp, "failed too often"));
        before.FinishRun();

        LegUnderTest leg = rig.Begin(Action);
        leg.PlanPage(Page(1, 2, Item("a"), Item("partial")), null);
        leg.CommitBatch([ItemOutcome.Partial("partial", "{}", "no badge")], First, null);
        leg.PlanEffects(null, Effects("2", "planned", "begun"));
        leg.BeginEffects([leg.ReadEffect("begun").Id]);
        return new BusyRun(rig, leg) { Owed = Assert.Single(leg.ReadOwed("inbox")) };
    }

    /// <summary>Does what is to be done, and ends the run.</summary>
    public void Finish()
    {
        Leg.CommitBatch([Whole("a")], First, null);
        Leg.BeginEffects([Planned]);
        Leg.SettleEffects(new EffectResult(Planned, EffectEvent.Confirmed, "r"), new EffectResult(Begun, EffectEvent.Confirmed, "r"));
        Leg.FinishRun();
    }

    /// <summary>All that can be read of the ledger, in words.</summary>
    /// <param name="leg">The newest leg, which tells what no reader does; null to leave that out. Not while its ledger is at work.</param>
    public string Describe(LegUnderTest? leg) => _rig.Describe(Action) + (leg is null ? "" : LedgerRig.Words(leg.ReadPending(0, 9)));
}
