using static Holdfast.Tests.Shared.Listed;

namespace Holdfast.Ledger.Contract.Tests;

/// <summary>Who only looks sees what was committed, also while a job writes, and changes nothing.</summary>
public abstract class ReaderContract : LedgerContract
{
    private protected ReaderContract(LedgerRig rig)
        : base(rig)
    {
    }

    [Fact]
    public void OpenToRead_WhereThereIsNoLedger_IsNullAndMakesNone()
    {
        Assert.Null(Rig.Store.OpenToRead(Rig.Ledger));
        Assert.Null(Rig.Store.OpenToRead(Rig.Ledger));
    }

    /// <summary>What a dry run asks, of a send action that is under way.</summary>
    [Fact]
    public async Task OpenToRead_EffectsUnderWay_TellsWhatTheNextLegSettles()
    {
        LegUnderTest run = Rig.Begin("send", "https://one.test/");
        run.PlanEffects(null, Effects("2", "confirmed", "begun", "planned", "given up", "refused"));
        foreach (string key in (string[])["confirmed", "begun", "given up", "refused"])
        {
            run.Begin(key);
        }

        run.Settle("confirmed", EffectEvent.Confirmed, "r");
        run.Settle("given up", EffectEvent.GaveUp, "failed too often");
        run.Settle("refused", EffectEvent.Refused, "no");

        using ILedgerReader reader = Rig.Store.OpenToRead(Rig.Ledger)!;

        Assert.Equal(["begun", "planned", "given up"], (await reader.ReadUnsettledEffectsAsync("send")).Select(effect => effect.Key));
        Assert.Empty(await reader.ReadUnsettledEffectsAsync("another"));
        Assert.Equal(EffectState.Confirmed, (await reader.FindEffectAsync("send", "confirmed"))?.State);
        Assert.Null(await reader.FindEffectAsync("another", "confirmed"));
        Assert.Equal(new EffectPosition(IsAtEnd: false, "2"), await reader.FindOpenPlanAsync("send"));
        Assert.Null(await reader.FindOpenPlanAsync("another"));
        await reader.RequireEffectsHereAsync("send", "https://one.test/");
        await reader.RequireEffectsHereAsync("another", "https://two.test/");
        LedgerException elsewhere = await Assert.ThrowsAsync<LedgerException>(() => reader.RequireEffectsHereAsync("send", "https://two.test/"));
        Assert.Equal(LedgerFault.OtherSite, elsewhere.Fault);
    }

    [Fact]
    public async Task OpenToRead_WhileAJobWrites_SeesEachCommit()
    {
        LegUnderTest run = Rig.Begin();
        using ILedgerReader reader = Rig.Store.OpenToRead(Rig.Ledger)!;
        Assert.Equal(0, (await reader.ReadSummaryAsync(run.RunId)).Seen);
        Assert.Empty(await reader.ReadRememberedPausesAsync());

        run.PlanPage(Page(1, null, Item("a")), null);
        run.RecordPause(new PauseRow("site.example/a", 1, 429, Rig.Time.GetUtcNow(), Rig.Time.GetUtcNow().AddMinutes(1), 0, TimeSpan.Zero, null));

        Assert.Equal(1, (await reader.ReadSummaryAsync(run.RunId)).Seen);
        Assert.Equal("site.example/a", Assert.Single(await reader.ReadRememberedPausesAsync()).Endpoint);
        await Assert.ThrowsAsync<ArgumentException>(() => reader.ReadSummaryAsync(run.RunId + 1));
    }
}
