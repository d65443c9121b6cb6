namespace Holdfast.Tests;

public sealed class HangJudgeTests
{
    private static readonly ProbeResult Fine = new(true, "1 ms");

    private static ProbeResult Silent(SessionLayer? layer) => new(false, "no answer") { Stuck = layer };

    [Fact]
    public void Take_AsManyMissesAsAllowed_IsNoVerdictBefore()
    {
        HangJudge judge = new(new SessionOptions { ProbeMisses = 3 });
        Assert.Null(judge.Take(Silent(SessionLayer.Browser), TimeSpan.FromMinutes(1)));
        Assert.True(judge.IsSilent);
        Assert.Null(judge.Take(Silent(SessionLayer.Browser), TimeSpan.FromMinutes(2)));
        Assert.NotNull(judge.Take(Silent(SessionLayer.Browser), TimeSpan.FromMinutes(3)));
    }

    [Theory]
    [InlineData(SessionLayer.Browser, "probe-browser", "the browser hangs: 2 probes in 2.0 s had no answer (no answer)")]
    [InlineData(SessionLayer.Driver, "probe-driver", "the driver hangs: 2 probes in 2.0 s had no answer (no answer)")]
    [InlineData(null, "probe-session", "the session hangs: 2 probes in 2.0 s had no answer (no answer)")]
    public void Take_LastingSilence_NamesTheLayer(SessionLayer? layer, string source, string detail)
    {
        HangJudge judge = new(new SessionOptions());
        judge.Take(Silent(layer), TimeSpan.FromSeconds(1));

        Evidence? evidence = judge.Take(Silent(layer), TimeSpan.FromSeconds(2));

        Assert.Equal(new Evidence(LossCause.Unresponsive, EvidenceStrength.Explicit, source, detail), evidence);
    }

    [Fact]
    public void Take_Tab_HasPatience()
    {
        SessionOptions options = new();
        HangJudge judge = new(options);
        for (int second = 1; second < 10; second++)
        {
            Assert.Null(judge.Take(Silent(SessionLayer.Tab), TimeSpan.FromSeconds(second)));
        }

        Assert.Equal("probe-tab", judge.Take(Silent(SessionLayer.Tab), options.TabPatience)?.Source);
    }

    [Fact]
    public void Take_StoppedTab_HasNoPatience_ButAsManyMissesAsAnyLayer()
    {
        HangJudge judge = new(new SessionOptions());
        ProbeResult stopped = Silent(SessionLayer.Tab) with { IsStopped = true };
        Assert.Null(judge.Take(stopped, TimeSpan.FromSeconds(1)));
        Assert.Equal("probe-tab", judge.Take(stopped, TimeSpan.FromSeconds(2))?.Source);
    }

    [Fact]
    public void Take_TabThatGoesOnAfterAStop_HasPatienceAgain()
    {
        HangJudge judge = new(new SessionOptions());
        Assert.Null(judge.Take(Silent(SessionLayer.Tab) with { IsStopped = true }, TimeSpan.FromSeconds(1)));
        Assert.Null(judge.Take(Silent(SessionLayer.Tab), TimeSpan.FromSeconds(2)));
    }

    [Fact]
    public void Take_AnswerInBetween_StartsAgain()
    {
        HangJudge judge = new(new SessionOptions());
        judge.Take(Silent(SessionLayer.Driver), TimeSpan.FromSeconds(1));
        Assert.Null(judge.Take(Fine, TimeSpan.Zero));
        Assert.False(judge.IsSilent);
        Assert.Null(judge.Take(Silent(SessionLayer.Driver), TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void Take_CutConnection_IsSilentButNeverAVerdict()
    {
        HangJudge judge = new(new SessionOptions());
        judge.Take(Silent(SessionLayer.Driver), TimeSpan.FromSeconds(1));
        for (int second = 2; second < 100; second++)
        {
            Assert.Null(judge.Take(Silent(SessionLayer.Connection), TimeSpan.FromSeconds(second)));
            Assert.True(judge.IsSilent);
        }

        // What hangs behind it is judged from its own first miss.
        Assert.Null(judge.Take(Silent(SessionLayer.Driver), TimeSpan.FromSeconds(100)));
        judge.Take(Fine, TimeSpan.Zero);
        Assert.False(judge.IsSilent);
    }

    [Fact]
    public void Forget_MissesCountForNothing()
    {
        HangJudge judge = new(new SessionOptions());
        judge.Take(Silent(SessionLayer.Browser), TimeSpan.FromSeconds(1));
        judge.Forget();
        Assert.False(judge.IsSilent);
        Assert.Null(judge.Take(Silent(SessionLayer.Browser), TimeSpan.FromSeconds(1)));
    }
}
