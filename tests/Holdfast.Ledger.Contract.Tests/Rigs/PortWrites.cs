using static Holdfast.Tests.Shared.Listed;

namespace Holdfast.Ledger.Contract.Tests;

/// <summary>All writes of the port, by the names that tests have for them.</summary>
internal static class PortWrites
{
    public static readonly IReadOnlyDictionary<string, PortWrite> All = new Dictionary<string, PortWrite>
    {
        ["begin a sync"] = new(nameof(IRunLedger.BeginSyncAsync), (_, ledger, by, _) => ledger.BeginSyncAsync(by)),
        ["plan a page"] = new(
            nameof(IRunLedger.PlanPageAsync),
            (_, ledger, by, look) => ledger.PlanPageAsync(by, Page(2, null, Item("b")), look is null ? null : _ => look()))
        { HasLastLook = true },
        ["finish the listing"] = new(
            nameof(IRunLedger.FinishListingAsync), (_, ledger, by, _) => ledger.FinishListingAsync(by, 1, 7, holdsWatermark: false)),
        ["commit a batch"] = new(
            nameof(IRunLedger.CommitBatchAsync),
            (_, ledger, by, look) => ledger.CommitBatchAsync(by, [Whole("a")], First, isRetryRound: false, look))
        { HasLastLook = true },
        ["commit a retry round"] = new(
            nameof(IRunLedger.CommitBatchAsync),
            (_, ledger, by, look) => ledger.CommitBatchAsync(by, [Whole("partial")], First, isRetryRound: true, look))
        { HasLastLook = true },
        ["note a death"] = new(nameof(IRunLedger.RecordDeathAsync), (_, ledger, by, _) => ledger.RecordDeathAsync(by, ["a"], alone: true)),
        ["use sinks"] = new(nameof(IRunLedger.UseSinksAsync), (_, ledger, by, _) => ledger.UseSinksAsync(by, new RecordTargets([], ["another"], () => { }))),
        ["mark as delivered"] = new(nameof(IRunLedger.MarkDeliveredAsync), (run, ledger, by, _) => ledger.MarkDeliveredAsync(by, [run.Owed]))
        { MayBeLate = true },
        ["carry over effects"] = new(nameof(IRunLedger.CarryOverEffectsAsync), (_, ledger, by, _) => ledger.CarryOverEffectsAsync(by)),
        ["plan effects"] = new(
            nameof(IRunLedger.PlanEffectsAsync),
            (_, ledger, by, look) => ledger.PlanEffectsAsync(
                by, "2", new PlannedPage([new PlannedEffect("more", "{}")], null), First, look is null ? null : _ => look()))
        { HasLastLook = true },
        ["reopen an effect"] = new(nameof(IRunLedger.ReopenEffectAsync), (_, ledger, by, _) => ledger.ReopenEffectAsync(by, after: 0)),
        ["begin effects"] = new(
            nameof(IRunLedger.BeginEffectsAsync), (run, ledger, by, look) => ledger.BeginEffectsAsync(by, [run.Planned], First, look))
        { HasLastLook = true },
        ["settle effects"] = new(
            nameof(IRunLedger.SettleEffectsAsync),
            (run, ledger, by, look) => ledger.SettleEffectsAsync(by, [new EffectResult(run.Begun, EffectEvent.Confirmed, "r")], First, look))
        { HasLastLook = true },
        ["save a checkpoint"] = new(
            nameof(IRunLedger.SaveCheckpointAsync),
            (_, ledger, by, look) => ledger.SaveCheckpointAsync(by, new Checkpoint("here", LegUnderTest.Done(1)), First, look))
        { HasLastLook = true },
        ["save progress"] = new(
            nameof(IRunLedger.SaveProgressAsync), (_, ledger, by, look) => ledger.SaveProgressAsync(by, LegUnderTest.Done(1), First, look))
        { HasLastLook = true },
        ["record an incident"] = new(
            nameof(IRunLedger.RecordIncidentAsync), (_, ledger, by, _) => ledger.RecordIncidentAsync(by, Died.Open(LossCause.TabLost)))
        { MayBeLate = true },
        ["record a suspension"] = new(
            nameof(IRunLedger.RecordSuspensionAsync),
            (run, ledger, by, _) => ledger.RecordSuspensionAsync(by, First, new Suspension(run.Now, TimeSpan.FromMinutes(1), Asleep: true)))
        { MayBeLate = true },
        ["record a pause"] = new(
            nameof(IRunLedger.RecordPauseAsync),
            (run, ledger, by, _) => ledger.RecordPauseAsync(
                by, new PauseRow("site.example/a", 1, 429, run.Now, run.Now.AddMinutes(1), 0, TimeSpan.Zero, null)))
        { MayBeLate = true },
        ["take the member"] = new(nameof(IRunLedger.TakeMemberAsync), (_, ledger, by, _) => ledger.TakeMemberAsync(by, "ann")),
        ["end the leg"] = new(nameof(IRunLedger.EndLegAsync), (_, ledger, by, _) => ledger.EndLegAsync(by, LegOutcome.Stopped, finishesRun: false))
        { MayBeLate = true },
    };
}
