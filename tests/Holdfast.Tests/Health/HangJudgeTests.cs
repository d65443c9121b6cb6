namespace Holdfast.Tests;

public sealed class HangJudgeTests
{
    private static readonly ProbeResult Fine = new(true, "1 ms");

    private static readonly TimeSpan InTime = TimeSpan.Zero;

    private static ProbeResult Silent(SessionLayer? layer) => new(false, "no answer") { Stuck = layer };

    [Fact]
    public void Take_AsManyMissesAsAllowed_IsNoVerdictBefore()
    {
        HangJudge judge = new(new SessionOptions { ProbeMisses = 3 });
        Assert.Null(judge.Take(Silent(SessionLayer.Browser), TimeSpan.FromMinutes(1), InTime));
        Assert.True(judge.IsSilent);
        Assert.Null(judge.Take(Silent(SessionLayer.Browser), TimeSpan.FromMinutes(2), InTime));
        Assert.NotNull(judge.Take(Silent(SessionLayer.Browser), TimeSpan.FromMinutes(3), InTime));
    }

    [Theory]
    [InlineData(SessionLayer.Browser, "probe-browser", "the browser hangs: 2 probes in 2.0 s had no answer (no answer)")]
    [InlineData(SessionLayer.Driver, "probe-driver", "the driver hangs: 2 probes in 2.0 s had no answer (no answer)")]
    [InlineData(null, "probe-session", "the session hangs: 2 probes in 2.0 s had no answer (no answer)")]
    public void Take_LastingSilence_NamesTheLayer(SessionLayer? layer, string source, string detail)
    {
        HangJudge judge = new(new SessionOptions());
        judge.Take(Silent(layer), TimeSpan.FromSeconds(1), InTime);

        Evidence? evidence = judge.Take(Silent(layer), TimeSpan.FromSeconds(2), InTime);

        Assert.Equal(new Evidence(LossCause.Unresponsive, EvidenceStrength.Explicit, source, detail), evidence);
    }

    [Fact]
    public void Take_Tab_HasPatience()
    {
        SessionOptions options = new();
        HangJudge judge = new(options);
        for (int second = 1; second < 10; second++)
        {
            Assert.Null(judge.Take(Silent(SessionLayer.Tab), TimeSpan.FromSeconds(second), InTime));
        }

        Assert.Equal("probe-tab", judge.Take(Silent(SessionLayer.Tab), options.TabPatience, InTime)?.Source);
    }

    [Fact]
    public void Take_StoppedTab_HasNoPatience_ButAsManyMissesAsAnyLayer()
    {
        HangJudge judge = new(new SessionOptions());
        ProbeResult stopped = Silent(SessionLayer.Tab) with { IsStopped = true };
        Assert.Null(judge.Take(stopped, TimeSpan.FromSeconds(1), InTime));
        Assert.Equal("probe-tab", judge.Take(stopped, TimeSpan.FromSeconds(2), InTime)?.Source);
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
        Assert.Null(judge.Take(Silent(SessionLayer.Driver), TimeSpan.FromSeconds(1), InTime));
        Assert.Null(judge.Take(Silent(SessionLayer.Driver), TimeSpan.FromSeconds(3), options.ProbeTimeout));
        Assert.NotNull(judge.Take(Silent(SessionLayer.Driver), TimeSpan.FromSeconds(4), options.ProbeTimeout / 2));
    }

    [Fact]
    public void Take_TabThatGoesOnAfterAStop_HasPatienceAgain()
    {
        HangJudge judge = new(new SessionOptions());
        Assert.Null(judge.Take(Silent(SessionLayer.Tab) with { IsStopped = true }, TimeSpan.FromSeconds(1), InTime));
        Assert.Null(judge.Take(Silent(SessionLayer.Tab), TimeSpan.FromSeconds(2), InTime));
    }

    [Fact]
    public void Take_AnswerInBetween_StartsAgain()
    {
        HangJudge judge = new(new SessionOptions());
        judge.Take(Silent(SessionLayer.Driver), TimeSpan.FromSeconds(1), InTime);
        Assert.Null(judge.Take(Fine, TimeSpan.Zero, InTime));
        Assert.False(judge.IsSilent);
        Assert.Null(judge.Take(Silent(SessionLayer.Driver), TimeSpan.FromSeconds(1), InTime));
    }

    [Fact]
    public void Take_CutConnection_IsSilentButNeverAVerdict()
    {
        HangJudge judge = new(new SessionOptions());
        judge.Take(Silent(SessionLayer.Driver), TimeSpan.FromSeconds(1), InTime);
        for (int second = 2; second < 100; second++)
        {
            Assert.Null(judge.Take(Silent(SessionLayer.Connection), TimeSpan.FromSeconds(second), InTime));
            Assert.True(judge.IsSilent);
        }

        // What hangs behind it is judged from its own first miss.
        Assert.Null(judge.Take(Silent(SessionLayer.Driver), TimeSpan.FromSeconds(100), InTime));
        judge.Take(Fine, TimeSpan.Zero, InTime);
        Assert.False(judge.IsSilent);
    }

    [Fact]
    public void Forget_MissesCountForNothing()
    {
        HangJudge judge = new(new SessionOptions());
        judge.Take(Silent(SessionLayer.Browser), TimeSpan.FromSeconds(1), InTime);
        judge.Forget();
        Assert.False(judge.IsSilent);
        Assert.Null(judge.Take(Silent(SessionLayer.Browser), TimeSpan.FromSeconds(1), InTime));
    }
}
