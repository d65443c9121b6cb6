namespace Holdfast.Http.Tests;

public sealed class EndpointBudgetTests
{
    private readonly EndpointBudget _budget = new("x");

    [Fact]
    public void Hold_Asked_NoTurnAndNothingOnTheWireUntilItsEnd()
    {
        _budget.Hold(At(10), At(120), teaches: false);
        Assert.Equal(At(120), _budget.Take(At(10)));
        Assert.False(_budget.TrySend(At(129.999)));
        Assert.Equal(TimeSpan.Zero, _budget.Take(At(130)));
        Assert.True(_budget.TrySend(At(130)));
    }

    [Fact]
    public void Hold_ShorterOneMeanwhile_TheLongerStays()
    {
        Assert.Equal((1, true), Number(_budget.Hold(At(10), At(120), teaches: false)));
        Assert.Equal((1, false), Number(_budget.Hold(At(11), At(1), teaches: false)));
        Assert.Equal(At(118), _budget.HeldFor(At(12)));
        Assert.Equal((2, true), Number(_budget.Hold(At(130), At(1), teaches: false)));
    }

    [Fact]
    public void Hold_Refusal_CountsWhatWasSentAndLetThrough()
    {
        Send(10, from: 0, to: 4.5);
        _budget.Unsent();
        Send(1, from: 5, to: 5);
        BudgetPause pause = _budget.Hold(At(5), At(60), teaches: true);

        // Ten were sent, for one of the eleven never arrived; the last of them is the refused one.
        Assert.Equal((9, At(5)), (pause.Sent, pause.Window));
        Assert.Equal(0.9, pause.Pace!.PerSecond, 1e-9);
    }

    [Fact]
    public void Hold_SeveralInFlight_OneLesson()
    {
        Send(12, from: 0, to: 5);
        _budget.Hold(At(5), At(60), teaches: true);
        BudgetPause second = _budget.Hold(At(5.01), At(60), teaches: true);
        Assert.Equal((10, 1.0), (second.Sent, second.Pace!.PerSecond));
    }

    [Fact]
    public void Hold_RefusedAgainAfterThePause_TeachesNothingMore()
    {
        Send(11, from: 0, to: 5);
        Pace first = _budget.Hold(At(5), At(10), teaches: true).Pace!;
        Assert.True(_budget.TrySend(At(15)));
        Assert.Equal(first, _budget.Hold(At(15.1), At(10), teaches: true).Pace);
    }

    [Fact]
    public void Passed_AfterThePause_ANewWindowBegins()
    {
        Send(11, from: 0, to: 5);
        _budget.Hold(At(5), At(10), teaches: true);

        // An answer to a call from before it says nothing.
        _budget.Passed(At(4));
        Assert.True(_budget.TrySend(At(15)));
        _budget.Passed(At(15));
        Send(3, from: 16, to: 19);
        BudgetPause pause = _budget.Hold(At(19), At(10), teaches: true);
        Assert.Equal((3, At(4)), (pause.Sent, pause.Window));
        Assert.Equal(0.375, pause.Pace!.PerSecond, 1e-9);
    }

    [Fact]
    public void Sent_LongAgo_IsForgotten()
    {
        Send(1000, from: 0, to: 50);
        Send(11, from: 600, to: 610);
        BudgetPause pause = _budget.Hold(At(610), At(10), teaches: true);
        Assert.InRange(pause.Sent / pause.Window.TotalSeconds, 0.2, 2);
        Assert.InRange(pause.Window, At(30), At(60));
    }

    [Fact]
    public void Hold_BusySite_TeachesNothing()
    {
        Send(100, from: 0, to: 1);
        BudgetPause pause = _budget.Hold(At(1), At(10), teaches: false);
        Assert.Equal((0, null), (pause.Sent, pause.Pace));
        Assert.Null(_budget.Pace);
    }

    [Fact]
    public void Hold_BusyWithinARefusal_KeepsWhatTheRefusalSaid()
    {
        Send(11, from: 0, to: 5);
        BudgetPause refused = _budget.Hold(At(5), At(10), teaches: true);
        BudgetPause busy = _budget.Hold(At(6), At(10), teaches: false);
        Assert.Equal((10, At(5), 1), (refused.Sent, refused.Window, busy.Number));
        Assert.Equal((refused.Sent, refused.Window, refused.Pace), (busy.Sent, busy.Window, busy.Pace));

        // The next pause is not that one.
        BudgetPause next = _budget.Hold(At(20), At(10), teaches: false);
        Assert.Equal((2, 0, TimeSpan.Zero), (next.Number, next.Sent, next.Window));
    }

    /// <summary>A second run on the session brings what its ledger knows; what was learned meanwhile is newer.</summary>
    [Fact]
    public void Restore_SomethingWasLearnedHere_KeepsItAndTheLongerPause()
    {
        Send(10, from: 0, to: 5);
        BudgetPause learned = _budget.Hold(At(5), At(10), teaches: true);
        _budget.Restore(At(8), Pace.Of(1000));
        Assert.Equal((At(9), learned.Pace), (_budget.HeldFor(At(6)), _budget.Pace));

        _budget.Restore(At(60), pace: null);
        Assert.Equal((At(54), learned.Pace), (_budget.HeldFor(At(6)), _budget.Pace));
    }

    [Fact]
    public void Take_Paced_GivesTurnsAtThatPace()
    {
        _budget.Restore(TimeSpan.Zero, Pace.Of(2));
        Assert.Equal(TimeSpan.Zero, _budget.Take(At(1)));
        Assert.Equal(At(0.5), _budget.Take(At(1)));
        Assert.Equal(TimeSpan.Zero, _budget.Take(At(1.5)));
        Assert.Equal(TimeSpan.Zero, _budget.Take(At(9)));

        // What was not used is not saved up.
        Assert.Equal(At(0.5), _budget.Take(At(9)));
    }

    [Fact]
    public void Take_FastPace_IsKeptOnAverageWithoutWaitingForEachCall()
    {
        _budget.Restore(TimeSpan.Zero, Pace.Of(1000));
        TimeSpan now = At(1);
        int waits = 0;
        for (int call = 0; call < 1000; call++)
        {
            while (_budget.Take(now) is { Ticks: > 0 } wait)
            {
                now += wait;
                waits++;
            }
        }

        Assert.InRange(now, At(1.98), At(2));
        Assert.InRange(waits, 1, 100);
    }

    [Fact]
    public void Take_PartOfAMillisecondIsLeft_IsAWholeOne()
    {
        _budget.Hold(TimeSpan.Zero, TimeSpan.FromTicks(12_345_678), teaches: false);
        Assert.Equal(TimeSpan.FromMilliseconds(1), _budget.Take(TimeSpan.FromTicks(12_345_677)));
        Assert.Equal(TimeSpan.FromMilliseconds(1235), _budget.HeldFor(TimeSpan.Zero));
    }

    private static TimeSpan At(double seconds) => TimeSpan.FromSeconds(seconds);

    private static (int Number, bool IsNew) Number(BudgetPause pause) => (pause.Number, pause.IsNew);

    private void Send(int calls, double from, double to)
    {
        for (int call = 0; call < calls; call++)
        {
            Assert.True(_budget.TrySend(At(from + ((to - from) * call / Math.Max(1, calls - 1)))));
        }
    }
}
