using static Holdfast.Tests.Shared.Listed;

namespace Holdfast.Ledger.Contract.Tests;

/// <summary>Attempts of the last 24 hours are counted, over all legs and runs of their action.</summary>
public abstract class BudgetContract : LedgerContract
{
    private protected BudgetContract(LedgerRig rig)
        : base(rig)
    {
    }

    [Fact]
    public void BudgetFreeAt_AttemptsOfSeveralRuns_CountForADayEach()
    {
        LegUnderTest run = Rig.Begin("send");
        Assert.Null(run.BudgetFreeAt(1));
        DateTimeOffset first = Rig.Time.GetUtcNow();
        Send(run, "a");
        Assert.Equal((first.AddHours(24), null), (run.BudgetFreeAt(1), run.BudgetFreeAt(2)));
        run.FinishRun();
        Rig.Time.Advance(TimeSpan.FromHours(1));

        run = Rig.Begin("send");
        Send(run, "b");

        // Of one a day, the later has to become a day old; of two a day, the earlier.
        Assert.Equal((first.AddHours(25), first.AddHours(24), null), (run.BudgetFreeAt(1), run.BudgetFreeAt(2), run.BudgetFreeAt(3)));
        Assert.Null(Rig.Begin("another").BudgetFreeAt(1));
        run = Rig.Begin("send");
        Assert.Equal(first.AddHours(24), run.BudgetFreeAt(2));
        Rig.Time.Advance(TimeSpan.FromHours(23.5));
        Assert.Equal((first.AddHours(25), null), (run.BudgetFreeAt(1), run.BudgetFreeAt(2)));
        Rig.Time.Advance(TimeSpan.FromHours(1));
        Assert.Null(run.BudgetFreeAt(1));
    }

    /// <summary>Whether it was sent nobody knows, so it counts.</summary>
    [Fact]
    public void BudgetFreeAt_AttemptWithoutAnAnswer_Counts()
    {
        LegUnderTest run = Rig.Begin("send");
        run.PlanEffects(null, Effects(null, "a"));
        Assert.Null(run.BudgetFreeAt(1));
        run.Begin("a");
        Assert.NotNull(run.BudgetFreeAt(1));
    }

    [Fact]
    public void LastBegunAt_WithinTheTimeBeforeNow_IsTheLatestAttemptOfTheAction()
    {
        LegUnderTest run = Rig.Begin("send");
        Assert.Null(run.LastBegunAt(TimeSpan.FromMinutes(1)));
        Send(run, "a");
        Rig.Time.Advance(TimeSpan.FromSeconds(30));
        DateTimeOffset latest = Rig.Time.GetUtcNow();
        Send(run, "b");
        Rig.Time.Advance(TimeSpan.FromSeconds(50));

        run = Rig.Begin("send");

        Assert.Equal(latest, run.LastBegunAt(TimeSpan.FromMinutes(1)));
        Assert.Null(run.LastBegunAt(TimeSpan.FromSeconds(40)));
        Assert.Null(Rig.Begin("another").LastBegunAt(TimeSpan.FromMinutes(1)));
    }

    private static void Send(LegUnderTest run, string key)
    {
        run.PlanEffects(run.EffectPosition.Cursor, Effects(key, key));
        run.Begin(key);
        run.Settle(key, EffectEvent.Confirmed, "r");
    }
}
