namespace Holdfast.Tests;

public sealed class HangJudgeTests
{
    private static readonly ProbeResult s_fine = new(true, "1 ms");

    private static readonly TimeSpan s_inTime = TimeSpan.Zero;

    private static ProbeResult Silent(SessionLayer? layer) => new(false, "no answer") { Stuck = layer };

    [Fact]
    public void Take_AsManyMissesAsAllowed_IsNoVerdictBefore()
    {
        HangJudge judge = new(new SessionOptions { ProbeMisses = 3 });
        Assert.Null(judge.Take(Silent(SessionLayer.Browser), TimeSpan.FromMinutes(1), s_inTime));
        Assert.True(judge.IsSilent);
        Assert.Null(judge.Take(Silent(SessionLayer.Browser), TimeSpan.FromMinutes(2), s_inTime));
        Assert.NotNull(judge.Take(Silent(SessionLayer.Browser), TimeSpan.FromMinutes(3), s_inTime));
    }

    [Theory]
    [InlineData(SessionLayer.Browser, "probe-browser", "the browser hangs: 2 probes in 2.0 s had no answer (no answer)")]
    [InlineData(SessionLayer.Driver, "probe-driver", "the driver hangs: 2 probes in 2.0 s had no answer (no answer)")]
    [InlineData(null, "probe-session", "the session hangs: 2 probes in 2.0 s had no answer (no answer)")]
    public void Take_LastingSilence_NamesTheLayer(SessionLayer? layer, string source, string detail)
    {
        HangJudge judge = new(new SessionOptions());
        judge.Take(Silent(layer), TimeSpan.FromSeconds(1), s_inTime);

        Evidence? evidence = judge.Take(Silent(layer), TimeSpan.FromSeconds(2), s_inTime);

        Assert.Equal(new Evidence(LossCause.Unresponsive, EvidenceStrength.Explicit, source, detail), evidence);
    }

    /// <summary>What a busy tab did not answer is no miss of the browser's or the driver's.</summary>
    [Theory]
    [InlineData(SessionLayer.Driver)]
    [InlineData(null)]
    public void Take_AnotherLayerOnceAfterABusyTab_HasPatience(SessionLayer? layer)
    {
        HangJudge judge = new(new SessionOptions());
        Assert.Null(judge.Take(Silent(SessionLayer.Tab), TimeSpan.FromSeconds(1), s_inTime));
        Assert.Null(judge.Take(Silent(SessionLayer.Tab), TimeSpan.FromSeconds(2), s_inTime));
        Assert.Null(judge.Take(Silent(layer), TimeSpan.FromSeconds(3), s_inTime));
        Assert.NotNull(judge.Take(Silent(layer), TimeSpan.FromSeconds(4), s_inTime));
    }

    [Fact]
    public void Take_Tab_HasPatience()
    {
        SessionOptions options = new();
        HangJudge judge = new(options);
        for (int second = 1; second < 10; second++)
        {
            Assert.Null(judge.Take(Silent(SessionLayer.Tab), TimeSpan.FromSeconds(second), s_inTime));
        }

        Assert.Equal("probe-tab", judge.Take(Silent(SessionLayer.Tab), options.TabPatience, s_inTime)?.Source);
    }

    [Fact]
    public void Take_StoppedTab_HasNoPatience_ButAsManyMissesAsAnyLayer()
    {
        HangJudge judge = new(new SessionOptions());
        ProbeResult stopped = Silent(SessionLayer.Tab) with { IsStopped = true };
        Assert.Null(judge.Take(stopped, TimeSpan.FromSeconds(1), s_inTime));
        Assert.Equal("probe-tab", judge.Take(stopped, TimeSpan.FromSeconds(2), s_inTime)?.Source);
    }

    /// <summary>Two waits of 0.9 s that took 3.3 to 4.0 s were seen on a machine with too much to do: each below the limit of a suspension.</summary>
    [Fact]
    public void Take_WaitsThatEndedLate_HavePatience()
    {
        SessionOptions options = new();
        HangJudge judge = new(options);
        TimeSpan late = options.ProbeTimeout;
        for (int second = 2; second < 10; second += 2)
        {
            Assert.Null(judge.Take(Silent(SessionLayer.Browser), TimeSpan.FromSeconds(second), late));
            Assert.True(judge.IsSilent);
        }

        Assert.Equal("probe-browser", judge.Take(Silent(SessionLayer.Browser), options.TabPatience, late)?.Source);
    }

    [Fact]
    public void Take_StoppedTabAndLateWaits_HasNoPatience()
    {
        SessionOptions options = new();
        HangJudge judge = new(options);
        ProbeResult stopped = Silent(SessionLayer.Tab) with { IsStopped = true };
        Assert.Null(judge.Take(stopped, TimeSpan.FromSeconds(2), options.ProbeTimeout));
        Assert.NotNull(judge.Take(stopped, TimeSpan.FromSeconds(4), options.ProbeTimeout));
    }

    [Fact]
    public void Take_OneLateWaitAmongOthers_CountsForNothing()
    {
        SessionOptions options = new();
        HangJudge judge = new(options);
        Assert.Null(judge.Take(Silent(SessionLayer.Driver), TimeSpan.FromSeconds(1), s_inTime));
        Assert.Null(judge.Take(Silent(SessionLayer.Driver), TimeSpan.FromSeconds(3), options.ProbeTimeout));
        Assert.NotNull(judge.Take(Silent(SessionLayer.Driver), TimeSpan.FromSeconds(4), options.ProbeTimeout / 2));
    }

    /// <summary>Everybody waits for a turn on a machine with ten times the work it can do: that gives patience, and takes nothing off the silence.</summary>
    [Theory]
    [InlineData(SessionLayer.Browser)]
    [InlineData(SessionLayer.Driver)]
    [InlineData(SessionLayer.Tab)]
    [InlineData(null)]
    public void Take_Pressed_HasPatienceAndNoMore(SessionLayer? layer)
    {
        SessionOptions options = new();
        HangJudge judge = new(options);
        ProbeResult pressed = Silent(layer) with { IsPressed = true };
        for (int second = 1; second < 10; second++)
        {
            Assert.Null(judge.Take(pressed, TimeSpan.FromSeconds(second), s_inTime));
        }

        Assert.NotNull(judge.Take(pressed, options.TabPatience, s_inTime));
    }

    /// <summary>The first look at the processes knows of no time before it, so the first miss is one in time.</summary>
    [Fact]
    public void Take_PressedAfterAMissInTime_HasPatience()
    {
        HangJudge judge = new(new SessionOptions());
        Assert.Null(judge.Take(Silent(SessionLayer.Browser), TimeSpan.FromSeconds(1), s_inTime));
        Assert.Null(judge.Take(Silent(SessionLayer.Browser) with { IsPressed = true }, TimeSpan.FromSeconds(2), s_inTime));
        Assert.NotNull(judge.Take(Silent(SessionLayer.Browser), TimeSpan.FromSeconds(3), s_inTime));
    }

    /// <summary>Seen on a busy machine: most probes found processes that waited for a processor,
    /// and the adapter's own answer came too late for a few.</summary>
    [Fact]
    public void Take_FewMissesInTimeAmongManyPressed_HasPatience()
    {
        HangJudge judge = new(new SessionOptions());
        for (int second = 1; second < 10; second++)
        {
            ProbeResult miss = Silent(null) with { IsPressed = second % 3 != 0 };
            Assert.True(judge.Take(miss, TimeSpan.FromSeconds(second), s_inTime) is null, $"lost after {second} probes");
        }

        Assert.NotNull(judge.Take(Silent(null), TimeSpan.FromSeconds(10), s_inTime));
    }

    /// <summary>Of each second that a starved layer was silent, eight tenths went by in which it could do nothing.</summary>
    [Theory]
    [InlineData(SessionLayer.Browser)]
    [InlineData(SessionLayer.Driver)]
    [InlineData(SessionLayer.Tab)]
    [InlineData(null)]
    public void Take_Starved_HasPatienceForAsLongAsItCouldRun(SessionLayer? layer)
    {
        HangJudge judge = new(new SessionOptions());
        ProbeResult starved = Silent(layer) with { IsPressed = true, Starved = TimeSpan.FromSeconds(0.8) };
        for (int second = 1; second < 50; second++)
        {
            Assert.Null(judge.Take(starved, TimeSpan.FromSeconds(second), s_inTime));
        }

        Assert.Contains(
            "50 probes in 50.1 s, 40.0 s of them without a processor, had no answer",
            judge.Take(starved, TimeSpan.FromSeconds(50.1), s_inTime)?.Detail,
            StringComparison.Ordinal);
    }

    /// <summary>Whoever is silent for a minute is not waited for, whatever the kernel says.</summary>
    [Fact]
    public void Take_StarvedAllTheWhile_HasNoMoreThanSixTimesThePatience()
    {
        SessionOptions options = new();
        HangJudge judge = new(options);
        ProbeResult starved = Silent(SessionLayer.Tab) with { IsPressed = true, Starved = TimeSpan.FromSeconds(1) };
        for (int second = 1; second < 60; second++)
        {
            Assert.Null(judge.Take(starved, TimeSpan.FromSeconds(second), s_inTime));
        }

        Assert.NotNull(judge.Take(starved, TimeSpan.FromMinutes(1), s_inTime));
    }

    [Theory]
    [InlineData(SessionLayer.Browser)]
    [InlineData(SessionLayer.Driver)]
    [InlineData(SessionLayer.Tab)]
    public void Take_StoppedOnAStarvedMachine_HasNoPatience(SessionLayer layer)
    {
        SessionOptions options = new();
        HangJudge judge = new(options);
        ProbeResult stopped = Silent(layer) with { IsStopped = true, IsPressed = true, Starved = options.ProbeTimeout };
        Assert.Null(judge.Take(stopped, TimeSpan.FromSeconds(1), options.ProbeTimeout));
        Assert.NotNull(judge.Take(stopped, TimeSpan.FromSeconds(3), options.ProbeTimeout));
    }

    [Fact]
    public void Take_AnswerAfterStarving_StartsAgain()
    {
        SessionOptions options = new();
        HangJudge judge = new(options);
        judge.Take(Silent(SessionLayer.Browser) with { IsPressed = true, Starved = TimeSpan.FromHours(1) }, TimeSpan.FromHours(1), s_inTime);
        judge.Take(s_fine, TimeSpan.Zero, s_inTime);
        Assert.Null(judge.Take(Silent(SessionLayer.Browser), TimeSpan.FromSeconds(1), s_inTime));
        Assert.NotNull(judge.Take(Silent(SessionLayer.Browser), TimeSpan.FromSeconds(2), s_inTime));
    }

    /// <summary>"The session hangs: 2 probes in 2.2 s had no answer (no answer within 900 ms)" was said of a session that was well.</summary>
    [Fact]
    public void TakeLate_NamesWhoIsSilent_WasNoMissInTime()
    {
        SessionOptions options = new();
        HangJudge judge = new(options);
        for (int second = 1; second < 10; second++)
        {
            Assert.Null(judge.Take(Silent(null), TimeSpan.FromSeconds(second), s_inTime));
            judge.TakeLate(Silent(SessionLayer.Tab));
        }

        Assert.NotNull(judge.Take(Silent(null), options.TabPatience, s_inTime));
    }

    [Fact]
    public void TakeLate_AllAnswered_StartsAgain()
    {
        HangJudge judge = new(new SessionOptions());
        Assert.Null(judge.Take(Silent(null), TimeSpan.FromSeconds(1), s_inTime));
        judge.TakeLate(s_fine);
        Assert.False(judge.IsSilent);
    }

    /// <summary>One that was late already is not taken back twice.</summary>
    [Fact]
    public void TakeLate_OfAMissThatDidNotCount_TakesNothingBack()
    {
        SessionOptions options = new();
        HangJudge judge = new(options);
        Assert.Null(judge.Take(Silent(SessionLayer.Driver), TimeSpan.FromSeconds(1), s_inTime));
        Assert.Null(judge.Take(Silent(null), TimeSpan.FromSeconds(2), options.ProbeTimeout));
        judge.TakeLate(Silent(SessionLayer.Driver));
        Assert.NotNull(judge.Take(Silent(SessionLayer.Driver), TimeSpan.FromSeconds(3), s_inTime));
    }

    [Fact]
    public void Take_TabThatGoesOnAfterAStop_HasPatienceAgain()
    {
        HangJudge judge = new(new SessionOptions());
        Assert.Null(judge.Take(Silent(SessionLayer.Tab) with { IsStopped = true }, TimeSpan.FromSeconds(1), s_inTime));
        Assert.Null(judge.Take(Silent(SessionLayer.Tab), TimeSpan.FromSeconds(2), s_inTime));
    }

    [Fact]
    public void Take_AnswerInBetween_StartsAgain()
    {
        HangJudge judge = new(new SessionOptions());
        judge.Take(Silent(SessionLayer.Driver), TimeSpan.FromSeconds(1), s_inTime);
        Assert.Null(judge.Take(s_fine, TimeSpan.Zero, s_inTime));
        Assert.False(judge.IsSilent);
        Assert.Null(judge.Take(Silent(SessionLayer.Driver), TimeSpan.FromSeconds(1), s_inTime));
    }

    [Fact]
    public void Take_CutConnection_IsSilentButNeverAVerdict()
    {
        HangJudge judge = new(new SessionOptions());
        judge.Take(Silent(SessionLayer.Driver), TimeSpan.FromSeconds(1), s_inTime);
        for (int second = 2; second < 100; second++)
        {
            Assert.Null(judge.Take(Silent(SessionLayer.Connection), TimeSpan.FromSeconds(second), s_inTime));
            Assert.True(judge.IsSilent);
        }

        // What hangs behind it is judged from its own first miss.
        Assert.Null(judge.Take(Silent(SessionLayer.Driver), TimeSpan.FromSeconds(100), s_inTime));
        judge.Take(s_fine, TimeSpan.Zero, s_inTime);
        Assert.False(judge.IsSilent);
    }

    [Fact]
    public void Forget_MissesCountForNothing()
    {
        HangJudge judge = new(new SessionOptions());
        judge.Take(Silent(SessionLayer.Browser), TimeSpan.FromSeconds(1), s_inTime);
        judge.Forget();
        Assert.False(judge.IsSilent);
        Assert.Null(judge.Take(Silent(SessionLayer.Browser), TimeSpan.FromSeconds(1), s_inTime));
    }
}
