using static Holdfast.Tests.Shared.LedgerFixture;
using static Holdfast.Tests.Shared.Listed;

namespace Holdfast.Ledger.Sqlite.Tests;

/// <summary>Each row of an effect altered by hand is found.</summary>
public sealed class EffectCheckTests : IDisposable
{
    private static readonly string[] s_states = ["planned", "sending", "confirmed", "failed", "in-doubt", "dropped"];

    private readonly LedgerFixture _files = new();

    public static TheoryData<string, string> EveryAlteration => Alterations.Of(s_states);

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Check_UntouchedLedger_FindsNothing()
    {
        long run = Build();
        using RunLedger ledger = _files.Open(LedgerAccess.Read);
        Assert.Empty(ledger.Check(run));
        Assert.Equivalent(new EffectCounts(6, 1, 0, 1, 1, 1, 2, 1, isPlanRead: true), ledger.ReadSummary(run).Effects);
        Assert.True(ledger.ReadSummary(run).AddsUp);
    }

    [Theory]
    [MemberData(nameof(EveryAlteration))]
    public void Check_StateAlteredByHand_FindsItAndNamesTheTruth(string from, string to)
    {
        long run = Build();
        Assert.Equal(1, _files.Tamper($"UPDATE effects SET state = '{to}' WHERE state = '{from}'"));
        using RunLedger ledger = _files.Open(LedgerAccess.Read);
        LedgerMismatch found = Assert.Single(ledger.Check(run), mismatch => mismatch.What == "state of an effect follows from its events");
        Assert.Equal((from, from, to), (found.Key, found.Expected, found.Found));
    }

    [Theory]
    [InlineData("DELETE FROM effects WHERE key = 'planned'", "planned key has an effect", "planned")]
    [InlineData("DELETE FROM effects WHERE key = 'planned'", "planned equals the sum of all states of effects", null)]
    [InlineData("DELETE FROM effects WHERE key = 'confirmed'", "event has an effect", null)]
    [InlineData("DELETE FROM effect_listings WHERE key = 'confirmed'", "effect was planned", "confirmed")]
    [InlineData("DELETE FROM effect_listings WHERE key = 'confirmed'", "page of the plan holds its entries", null)]
    [InlineData("UPDATE effect_pages SET number = 2", "pages of the plan are numbered without a gap", null)]
    [InlineData("DROP INDEX effects_key", "table or index as created", null)]
    [InlineData("DROP INDEX effects_key; INSERT INTO effects SELECT 99, action, key, payload, state, text, first_run, 0 FROM effects WHERE key = 'planned'",
        "one effect for each key", "planned")]
    [InlineData("DELETE FROM effect_events WHERE event = 'confirmed'", "an effect is settled once for each attempt", "confirmed")]
    [InlineData("INSERT INTO effect_events SELECT NULL, effect_id, 'begun', NULL, run_id, epoch, 0, 0, 0 FROM effect_events WHERE event = 'confirmed'",
        "nothing is begun that was confirmed", "confirmed")]
    [InlineData("UPDATE runs SET finished_at = 1", "no effect is open in a finished run", "planned")]
    public void Check_RowAlteredByHand_FindsIt(string sql, string what, string? key)
    {
        long run = Build();
        _files.Tamper(sql);
        using RunLedger ledger = _files.Open(LedgerAccess.Read);
        Assert.Contains(ledger.Check(run), mismatch => mismatch.What == what && mismatch.Key == key);
    }

    /// <summary>One effect in each state, named after it.</summary>
    private long Build()
    {
        using RunLedger ledger = _files.Open();
        RunAccount account = Begin(ledger, "send");
        account.PlanEffects(null, new PlannedPage([.. s_states.Select(state => new PlannedEffect(state, "{}"))], null), First, null);
        foreach (string state in s_states.Where(state => state is not ("planned" or "dropped")))
        {
            Assert.Single(account.BeginEffects([account.ReadEffect(state).Id], First, null));
        }

        account.SettleEffects(
            [
                new(account.ReadEffect("confirmed").Id, EffectEvent.Confirmed, "r"),
                new(account.ReadEffect("failed").Id, EffectEvent.Refused, "no"),
                new(account.ReadEffect("in-doubt").Id, EffectEvent.Unknown, "?"),
            ],
            First,
            null);
        ledger.ResolveEffect("send", "dropped", EffectDecision.Drop);
        return account.RunId;
    }
}
