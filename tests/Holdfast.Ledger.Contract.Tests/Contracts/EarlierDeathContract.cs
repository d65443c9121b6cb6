using static Holdfast.Tests.Shared.Listed;

namespace Holdfast.Ledger.Contract.Tests;

/// <summary>An effect over which sessions or jobs died is told from one that was only left open.</summary>
public abstract class EarlierDeathContract : LedgerContract
{
    private protected EarlierDeathContract(LedgerRig rig)
        : base(rig)
    {
    }

    [Theory]
    [InlineData(null, null, 1)]
    [InlineData(null, LegOutcome.Stopped, 0)]
    [InlineData(LossCause.BrowserExited, LegOutcome.GaveUp, 1)]
    [InlineData(LossCause.ClosedByUs, LegOutcome.GaveUp, 0)]
    public void CountEarlierDeaths_AttemptLeftOpen_CountsWhereItsSessionOrItsJobDied(LossCause? cause, LegOutcome? outcome, int deaths)
    {
        LegUnderTest before = BeginA();
        if (cause is { } died)
        {
            before.RecordIncident(Died.Recovered(died, First.Number));
        }

        if (outcome is { } ended)
        {
            before.EndLeg(ended);
        }

        LegUnderTest run = Rig.Begin("send");
        Assert.Equal(deaths, run.CountEarlierDeaths("a"));

        // Its own attempts are none of an earlier leg.
        run.Settle("a", EffectEvent.NotDone);
        run.Begin("a");
        run.RecordIncident(Died.Recovered(LossCause.BrowserExited, First.Number));
        Assert.Equal(deaths, run.CountEarlierDeaths("a"));
    }

    [Fact]
    public void CountEarlierDeaths_AnotherSessionDied_IsNotItsDeath()
    {
        LegUnderTest before = BeginA();
        before.RecordIncident(Died.Recovered(LossCause.BrowserExited, First.Number + 1));
        before.EndLeg(LegOutcome.GaveUp);
        Assert.Equal(0, Rig.Begin("send").CountEarlierDeaths("a"));
    }

    [Theory]
    [InlineData(nameof(EffectEvent.NotDone), null, 1)]
    [InlineData(nameof(EffectEvent.NotDone), "the site said 503", 0)]
    [InlineData(nameof(EffectEvent.Confirmed), "r", 0)]
    public void CountEarlierDeaths_AttemptWasSettled_CountsUnlessItIsKnownWhatCameOfIt(string happened, string? text, int deaths)
    {
        BeginA();
        LegUnderTest run = Rig.Begin("send");
        run.Settle("a", Enum.Parse<EffectEvent>(happened), text);
        Assert.Equal(deaths, run.CountEarlierDeaths("a"));
    }

    [Fact]
    public void CountEarlierDeaths_UserSaysRetry_BeginsAtNothing()
    {
        BeginA();
        Rig.Close();
        Assert.Equal(1, Rig.Begin("send").CountEarlierDeaths("a"));
        Rig.Close();

        Rig.Edit(ledger => ledger.ResolveEffectAsync("send", "a", EffectDecision.Retry));

        Assert.Equal(0, Rig.Begin("send").CountEarlierDeaths("a"));
    }

    /// <summary>A leg whose attempt has no answer yet.</summary>
    private LegUnderTest BeginA()
    {
        LegUnderTest run = Rig.Begin("send");
        run.PlanEffects(null, Effects(null, "a"));
        run.Begin("a");
        return run;
    }
}
