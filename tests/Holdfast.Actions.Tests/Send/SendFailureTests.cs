using System.Net;
using Holdfast.Testing;

namespace Holdfast.Actions.Tests.Send;

/// <summary>Effects that the site fails again and again, and effects that kill the sessions that send them, hold nobody else up.</summary>
public sealed class SendFailureTests : IAsyncDisposable
{
    private readonly PostSite _site = new();
    private readonly ScriptedRun _run;

    private readonly JumpingClock _clock = new();

    public SendFailureTests() => _run = new ScriptedRun(_site.Handler) { Time = _clock };

    public ValueTask DisposeAsync() => _run.DisposeAsync();

    [Fact]
    public async Task Run_EffectKillsItsSessions_IsSetAsideAndTheOthersAreSent()
    {
        // Of restart intensity, finding it takes the first death only.
        _run.ConfigureSession = options => options.Recovery.MaxRestarts = 1;
        _site.Post = (key, _) => key == "m007" ? Kill() : null;
        RunReport report = await _run.RunAsync(new SendPosts());
        AssertHonest(report);
        Assert.Equal(
            (RunEnd.CompletedWithGaps, 1L, 19L, 0L),
            (report.End, report.Summary.Effects!.Failed, report.Summary.Effects.Confirmed, report.Summary.Effects.InDoubt));
        Assert.Equal((EffectState.Failed, 3, 3), (Effect("m007").State, Effect("m007").Attempts, _run.Incidents.Count));
        Assert.StartsWith("3 sessions died", Effect("m007").Text, StringComparison.Ordinal);

        // Not again, until somebody says so; then it has as many chances as before.
        report = await _run.RunAsync(new SendPosts());
        Assert.Equal((RunEnd.CompletedWithGaps, 3, 3), (report.End, Effect("m007").Attempts, _run.Incidents.Count));
        Tell("m007", EffectDecision.Retry);
        int kills = 2;
        _site.Post = (key, _) => key == "m007" && kills-- > 0 ? Kill() : null;
        report = await _run.RunAsync(new SendPosts());
        AssertHonest(report);
        Assert.Equal((RunEnd.Completed, 20), (report.End, _site.Taken.Count));
        Assert.Equal(_site.Taken.Distinct(), _site.Taken);
    }

    /// <summary>A visitor is told 401, and who we are cannot be asked for a while: that says nothing about the effect.</summary>
    [Fact]
    public async Task Run_LoggedOutWhileAnEffectIsLookedFor_IsNotInDoubt()
    {
        bool isMember = true;
        int questions = 0;
        _run.ConfigureHttp = options => options.WhoAmI = (_, _) => Task.FromResult(
            isMember ? Identity.Member("ann") : ++questions <= 3 ? Identity.Unknown("the site is busy") : Identity.Visitor("nobody"));
        _run.Provider.LogIn.Do(_ => isMember = true);
        _site.Post = (key, _) => key == "m007" && _site.Questions == 0 ? new HttpResponseMessage(HttpStatusCode.InternalServerError) : null;
        _site.Show = (_, question) =>
        {
            isMember &= question > 1;
            return isMember ? null : new HttpResponseMessage(HttpStatusCode.Unauthorized);
        };

        RunReport report = await _run.RunAsync(new SendPosts());

        AssertHonest(report);
        Assert.Equal((RunEnd.Completed, 20L, 0L), (report.End, report.Summary.Effects!.Confirmed, report.Summary.Effects.InDoubt));
        Assert.Equal(LossCause.LoggedOut, Assert.Single(_run.Incidents).Incident.Cause);
    }

    /// <summary>The session was given up while an effect was sent: the user can say what shall become of it.</summary>
    [Theory]
    [InlineData(EffectDecision.Confirm, EffectState.Confirmed, 19)]
    [InlineData(EffectDecision.Drop, EffectState.Dropped, 19)]
    [InlineData(EffectDecision.Retry, EffectState.Planned, 20)]
    public async Task ResolveEffect_OfAnEffectThatWasBeingSent_IsTaken(EffectDecision decision, EffectState state, int taken)
    {
        _run.ConfigureSession = options => options.Recovery.MaxRestarts = 0;
        _site.Post = (key, _) => key == "m007" ? Kill() : null;
        Assert.Equal(RunEnd.GaveUp, (await _run.RunAsync(new SendPosts())).End);
        Assert.Equal(EffectState.Sending, Effect("m007").State);

        Assert.Equal(state, Tell("m007", decision).State);
        _site.Post = null;
        RunReport report = await _run.RunAsync(new SendPosts());
        AssertHonest(report);
        Assert.Equal((RunEnd.Completed, taken), (report.End, _site.Taken.Count));
    }

    /// <summary>Some effects fail each time. They wait until everything else is sent, and stop no run.</summary>
    [Fact]
    public async Task Run_ManyEffectsFailEachTime_NewOnesAreSentFirstAndNothingStops()
    {
        string[] failing = ["m003", "m006", "m009", "m012", "m015", "m018"];
        List<string> posted = [];
        _run.Settings.CriticalFailures = 6;
        _site.Post = (key, _) =>
        {
            posted.Add(key);
            return failing.Contains(key) ? new HttpResponseMessage(HttpStatusCode.InternalServerError) : null;
        };
        RunReport report = await _run.RunAsync(new SendPosts());
        AssertHonest(report);
        Assert.Equal((RunEnd.CompletedWithGaps, 6L, 14), (report.End, report.Summary.Effects!.Failed, _site.Taken.Count));

        // One attempt more for each at the end, until five have failed in a row.
        Assert.Equal((6 * 4) + 5, posted.Count(failing.Contains));

        _site.Messages = 23;
        posted.Clear();
        report = await _run.RunAsync(new SendPosts());
        AssertHonest(report);
        Assert.Equal((RunEnd.CompletedWithGaps, 17), (report.End, _site.Taken.Count));
        Assert.Equal(["m021", "m022", "m023"], posted[..3]);
        Assert.Equal((23L, 17L, 14L), (report.Summary.Effects!.Planned, report.Summary.Effects.Confirmed, report.Summary.Effects.Before));

        _site.Post = null;
        report = await _run.RunAsync(new SendPosts());
        AssertHonest(report);
        Assert.Equal((RunEnd.Completed, 23), (report.End, _site.Taken.Count));

        // What later runs made of them does not change what the first two came to.
        using RunLedger ledger = _run.OpenLedger();
        Assert.Equal([6, 6, 0], Enumerable.Range(1, 3).Select(run => (int)ledger.ReadSummary(run).Effects!.Failed));
        Assert.Equal(failing, ledger.ReadMissingEffects(1).Select(effect => effect.Key));
        Assert.Equal((EffectState.Failed, "HTTP 500"), (ledger.ReadMissingEffects(1)[0].State, ledger.ReadMissingEffects(1)[0].Text?[..8]));
        Assert.Empty(ledger.ReadMissingEffects(3));
        Assert.Empty(ledger.Check(1));
    }

    /// <summary>The site went down in the middle of the last attempts, and cannot be asked what came of one: that is for a later start.</summary>
    [Fact]
    public async Task Run_SiteGoesDownInTheLastAttempts_StopsAndTheNextLegGoesOn()
    {
        bool down = false;
        int posts = 0;
        _site.Post = (key, _) =>
        {
            if (key != "m007")
            {
                return null;
            }

            down = ++posts == 5;
            return new HttpResponseMessage(HttpStatusCode.InternalServerError);
        };
        _site.Show = (_, _) => down ? new HttpResponseMessage(HttpStatusCode.InternalServerError) : null;
        _run.Settings.CriticalFailures = 8;
        RunReport report = await _run.RunAsync(new SendPosts());
        AssertHonest(report);
        Assert.Equal((RunEnd.SiteFailing, EffectState.Sending, 5), (report.End, Effect("m007").State, posts));

        (_site.Post, _site.Show) = (null, null);
        report = await _run.RunAsync(new SendPosts());
        Assert.Equal((RunEnd.Completed, 20), (report.End, _site.Taken.Count));
    }

    /// <summary>What was given up is not worth the run's end.</summary>
    [Fact]
    public async Task Run_BudgetIsUsedUpBeforeTheLastAttempts_EndsWithGaps()
    {
        _site.Post = (key, _) => key == "m007" ? new HttpResponseMessage(HttpStatusCode.InternalServerError) : null;
        RunReport report = await _run.RunAsync(new SendPosts { Budget = 23 });
        AssertHonest(report);
        Assert.Equal((RunEnd.CompletedWithGaps, EffectState.Failed, 4), (report.End, Effect("m007").State, Effect("m007").Attempts));
    }

    /// <summary>A leg that stops with an effect open has killed no session.</summary>
    [Fact]
    public async Task Run_LegsEndWithAnEffectOpen_AreNoDeathsOverIt()
    {
        _run.Settings.CriticalFailures = 1;
        _site.Post = (key, _) => key == "m007" ? new HttpResponseMessage(HttpStatusCode.GatewayTimeout) : null;
        for (int leg = 1; leg <= 5; leg++)
        {
            Assert.Equal(RunEnd.SiteFailing, (await _run.RunAsync(new SendPosts())).End);
            Assert.Equal((EffectState.Sending, leg), (Effect("m007").State, Effect("m007").Attempts));
        }

        _site.Post = null;
        RunReport report = await _run.RunAsync(new SendPosts());
        AssertHonest(report);
        Assert.Equal((RunEnd.Completed, 20), (report.End, _site.Taken.Count));
    }

    /// <summary>"Not done" counts from the first time that the site says so, not from a question that nobody answered.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Run_FirstQuestionIsNotAnswered_WaitsForTheSettleTimeAllTheSame(bool dies)
    {
        _run.Settings.SettleTime = TimeSpan.FromMilliseconds(300);
        _site.Post = (_, number) => number == 4 ? new HttpResponseMessage(HttpStatusCode.GatewayTimeout) : null;
        _site.Show = (key, number) =>
        {
            switch (number)
            {
                case 1:
                    _clock.Ahead = 2 * _run.Settings.SettleTime;
                    return dies ? Kill() : new HttpResponseMessage(HttpStatusCode.GatewayTimeout);
                case 3:
                    // The request that was given up has arrived.
                    _site.Take(key);
                    return null;
                default:
                    return null;
            }
        };
        RunReport report = await _run.RunAsync(new SendPosts());
        AssertHonest(report);
        Assert.Equal((RunEnd.Completed, 3, 20), (report.End, _site.Questions, _site.Taken.Count));
        Assert.Equal(_site.Taken.Distinct(), _site.Taken);
    }

    [Fact]
    public async Task Preview_EffectThatWasGivenUp_WouldBeSentAgain()
    {
        _site.Post = (key, _) => key switch
        {
            "m007" => new HttpResponseMessage(HttpStatusCode.InternalServerError),
            "m008" => new HttpResponseMessage(HttpStatusCode.UnprocessableEntity),
            _ => null,
        };
        await _run.RunAsync(new SendPosts());
        List<EffectPreview> shown = [];
        await _run.PreviewAsync(new SendPosts(), shown.Add);
        Assert.Equal(20, shown.Count);
        EffectPreview again = Assert.Single(shown, effect => effect.WouldBeSent);
        Assert.Equal(("m007", EffectState.Failed), (again.Key, again.State));
    }

    /// <summary>A rehearsal elsewhere must neither pass for the real thing nor leak into it.</summary>
    [Fact]
    public async Task Run_EffectsBelongToAnotherSite_IsRefused()
    {
        _site.Post = (key, _) => key == "m007" ? new HttpResponseMessage(HttpStatusCode.InternalServerError) : null;
        Assert.Equal(RunEnd.CompletedWithGaps, (await _run.RunAsync(new SendPosts())).End);
        _site.Post = null;
        _run.ConfigureHttp = http => http.BaseAddress = new Uri("https://other.test/");
        LedgerException refused = await Assert.ThrowsAsync<LedgerException>(() => _run.RunAsync(new SendPosts()));
        Assert.Equal(LedgerFault.OtherSite, refused.Fault);
        Assert.Contains("planned effects at https://site.test/, not at https://other.test/", refused.Message, StringComparison.Ordinal);
        Assert.Equal(LedgerFault.OtherSite, (await Assert.ThrowsAsync<LedgerException>(() => _run.PreviewAsync(new SendPosts(), _ => { }))).Fault);
        Assert.Equal(19, _site.Taken.Count);

        _run.ConfigureHttp = null;
        Assert.Equal(RunEnd.Completed, (await _run.RunAsync(new SendPosts())).End);
    }

    private HttpResponseMessage Kill()
    {
        _run.Provider.Die(LossCause.BrowserExited);
        return new HttpResponseMessage(HttpStatusCode.ServiceUnavailable);
    }

    private StoredEffect Tell(string key, EffectDecision decision)
    {
        using RunLedger ledger = RunLedger.Open(_run.Settings.LedgerPath, LedgerAccess.ReadWrite, TimeProvider.System);
        return ledger.ResolveEffect("send-posts", key, decision);
    }

    private StoredEffect Effect(string key)
    {
        using RunLedger ledger = _run.OpenLedger();
        return Assert.Single(ledger.ReadEffects("send-posts", key: key));
    }

    private static void AssertHonest(RunReport report)
    {
        Assert.Empty(report.Mismatches);
        Assert.True(report.Summary.AddsUp);
    }

    /// <summary>The system's clock, some time ahead.</summary>
    private sealed class JumpingClock : TimeProvider
    {
        public TimeSpan Ahead { get; set; }

        public override long GetTimestamp() => base.GetTimestamp() + (long)(Ahead.TotalSeconds * TimestampFrequency);
    }
}
