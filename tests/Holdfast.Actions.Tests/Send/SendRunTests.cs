using System.Net;
using Holdfast.Testing;

namespace Holdfast.Actions.Tests.Send;

/// <summary>Each effect happens once, or the ledger says that it is in doubt, wherever the session dies.</summary>
public sealed class SendRunTests : IAsyncDisposable
{
    private readonly PostSite _site = new();
    private readonly ScriptedRun _run;

    public SendRunTests() => _run = new ScriptedRun(_site.Handler);

    public ValueTask DisposeAsync() => _run.DisposeAsync();

    public static TheoryData<ScriptedMoment, int, bool> Deaths()
    {
        TheoryData<ScriptedMoment, int, bool> deaths = [];
        foreach (bool verifies in (bool[])[true, false])
        {
            foreach (int number in (int[])[1, 3])
            {
                deaths.Add(ScriptedMoment.Plan, number, verifies);
                deaths.Add(ScriptedMoment.Planned, number, verifies);
                deaths.Add(ScriptedMoment.Begin, 3 * number, verifies);
                deaths.Add(ScriptedMoment.Begun, 3 * number, verifies);
                deaths.Add(ScriptedMoment.Call, 5 * number, verifies);
                deaths.Add(ScriptedMoment.Answer, 5 * number, verifies);
                deaths.Add(ScriptedMoment.Commit, 3 * number, verifies);
                deaths.Add(ScriptedMoment.Committed, 3 * number, verifies);
            }
        }

        return deaths;
    }

    [Theory]
    [MemberData(nameof(Deaths))]
    public async Task Run_SessionDies_EachOnceOrInDoubt(ScriptedMoment moment, int number, bool verifies)
    {
        _run.DieAt(moment, number);
        RunReport report = await _run.RunAsync(new SendPosts(verifies));
        Assert.Single(_run.Incidents);
        AssertHonest(report);

        // Only where a send was under way without an answer in the ledger is there a doubt.
        bool sending = moment is ScriptedMoment.Begun or ScriptedMoment.Call or ScriptedMoment.Answer or ScriptedMoment.Commit;
        Assert.Equal((!verifies && sending) ? 1 : 0, report.Summary.Effects!.InDoubt);
        Assert.Equal(report.Summary.Effects.InDoubt > 0 ? RunEnd.CompletedWithGaps : RunEnd.Completed, report.End);
        Assert.Equal(_site.Taken.Distinct(), _site.Taken);
        if (verifies)
        {
            Assert.Equal(Enumerable.Range(1, _site.Messages).Select(PostSite.Key), _site.Taken);
        }
    }

    [Fact]
    public async Task Run_NextRun_SendsNothingTwice()
    {
        AssertComplete(await _run.RunAsync(new SendPosts()));
        _site.Messages = 23;
        RunReport report = await _run.RunAsync(new SendPosts());
        AssertComplete(report);
        Assert.Equal((2L, 23L), (report.Summary.Run.RunId, report.Summary.Effects!.Planned));
        Assert.Equal(23, _site.Taken.Count);
        Assert.Equal("r-m001", Effect("m001").Text);
    }

    [Fact]
    public async Task Run_InDoubt_IsCarriedOnUntilTheUserSaysWhat()
    {
        _site.Messages = 4;
        _site.Post = (key, _) => key == "m004" ? null : new HttpResponseMessage(HttpStatusCode.GatewayTimeout);
        RunReport report = await _run.RunAsync(new SendPosts(verifies: false));
        AssertHonest(report);
        Assert.Equal(
            (RunEnd.CompletedWithGaps, 3L, 3L, 1L),
            (report.End, report.Summary.Missing, report.Summary.Effects!.InDoubt, report.Summary.Effects.Confirmed));
        Assert.Equal(4, _site.Posts);
        Assert.Contains("504", Effect("m001").Text, StringComparison.Ordinal);

        // The site's list has moved on; nothing is sent, nothing is forgotten.
        (_site.Messages, _site.Post) = (0, null);
        report = await _run.RunAsync(new SendPosts(verifies: false));
        AssertHonest(report);
        Assert.Equal((RunEnd.CompletedWithGaps, 3L, 4), (report.End, report.Summary.Effects!.InDoubt, _site.Posts));

        using (RunLedger ledger = RunLedger.Open(_run.Settings.LedgerPath, LedgerAccess.ReadWrite, TimeProvider.System))
        {
            Assert.Equal(EffectState.Confirmed, ledger.ResolveEffect("send-posts", "m001", EffectDecision.Confirm).State);
            Assert.Equal(EffectState.Planned, ledger.ResolveEffect("send-posts", "m002", EffectDecision.Retry).State);
            Assert.Equal(EffectState.Dropped, ledger.ResolveEffect("send-posts", "m003", EffectDecision.Drop).State);
            Assert.Throws<InvalidOperationException>(() => ledger.ResolveEffect("send-posts", "m004", EffectDecision.Retry));
            Assert.Throws<ArgumentException>(() => ledger.ResolveEffect("send-posts", "m005", EffectDecision.Drop));
        }

        report = await _run.RunAsync(new SendPosts(verifies: false));
        AssertComplete(report);
        Assert.Equal(["m004", "m002"], _site.Taken);
    }

    [Fact]
    public async Task Run_SiteRefuses_IsFailedAndNotSentAgain()
    {
        _site.Post = (key, _) => key == "m007" ? new HttpResponseMessage(HttpStatusCode.UnprocessableEntity) : null;
        RunReport report = await _run.RunAsync(new SendPosts());
        AssertHonest(report);
        Assert.Equal((RunEnd.CompletedWithGaps, 1L, 19L), (report.End, report.Summary.Effects!.Failed, report.Summary.Effects.Confirmed));
        Assert.Equal((EffectState.Failed, "HTTP 422 UnprocessableEntity", 1), (Effect("m007").State, Effect("m007").Text, Effect("m007").Attempts));
        _site.Post = null;
        Assert.Equal(1L, (await _run.RunAsync(new SendPosts())).Summary.Effects!.Failed);
        Assert.Equal(19, _site.Taken.Count);
    }

    /// <summary>A time-out says nothing: the site may have taken the message all the same.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Run_SiteGivesNoClearAnswer_LooksBeforeItSendsAgain(bool taken)
    {
        _site.Post = (key, number) =>
        {
            if (number != 4)
            {
                return null;
            }

            if (taken)
            {
                _site.Take(key);
            }

            return new HttpResponseMessage(HttpStatusCode.GatewayTimeout);
        };
        AssertComplete(await _run.RunAsync(new SendPosts()));
        Assert.Equal(20, _site.Taken.Count);
        Assert.Equal((taken ? 1 : 2, taken ? "found on the site" : "r-m004"), (Effect("m004").Attempts, Effect("m004").Text));
    }

    [Fact]
    public async Task Run_SiteFailsOneEffect_GivesItUpAndTheNextRunTriesAgain()
    {
        _site.Post = (key, _) => key == "m007" ? new HttpResponseMessage(HttpStatusCode.InternalServerError) : null;
        RunReport report = await _run.RunAsync(new SendPosts());
        AssertHonest(report);

        // Four times in a row, and once more at the end.
        Assert.Equal((RunEnd.CompletedWithGaps, EffectState.Failed, 5), (report.End, Effect("m007").State, Effect("m007").Attempts));
        _site.Post = null;
        AssertComplete(await _run.RunAsync(new SendPosts()));
        Assert.Equal((20, 6), (_site.Taken.Count, Effect("m007").Attempts));
    }

    [Fact]
    public async Task Run_SiteFailsAltogether_StopsAndLeavesTheRest()
    {
        _run.Settings.CriticalFailures = 6;
        _site.Post = (_, number) => number > 5 ? new HttpResponseMessage(HttpStatusCode.InternalServerError) : null;
        RunReport report = await _run.RunAsync(new SendPosts());
        AssertHonest(report);
        Assert.Equal((RunEnd.SiteFailing, 5L), (report.End, report.Summary.Effects!.Confirmed));
        Assert.Null(report.Summary.Run.FinishedAt);
        _site.Post = null;
        AssertComplete(await _run.RunAsync(new SendPosts()));
    }

    /// <summary>The HTTP layer may think that a request can be repeated; a send never is.</summary>
    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    public async Task Run_RequestThatMayBeRepeated_IsSentOnceAllTheSame(string method)
    {
        _run.ConfigureHttp = http => (http.MaxRetries, http.RetryDelay, http.IsRepeatable) = (3, TimeSpan.FromMilliseconds(1), _ => true);
        _site.Post = (_, number) => number == 1 ? new HttpResponseMessage(HttpStatusCode.BadGateway) : null;
        SendPosts action = new(verifies: false)
        {
            Send = async (context, key, token) =>
            {
                using HttpRequestMessage request = new(new HttpMethod(method), $"/send?{key}");
                using HttpResponseMessage answer = await context.Http.SendAsync(request, token);
                return Sent.By(answer);
            },
        };
        RunReport report = await _run.RunAsync(action);
        Assert.Equal((1L, 20, 19), (report.Summary.Effects!.InDoubt, _site.Posts, _site.Taken.Count));
    }

    /// <summary>A request that was given up arrives late: only then does the site show it.</summary>
    [Fact]
    public async Task Run_RequestIsStillOnItsWay_IsNotSentTwice()
    {
        _run.Settings.SettleTime = TimeSpan.FromMilliseconds(300);
        _site.Post = (_, number) => number == 4 ? new HttpResponseMessage(HttpStatusCode.GatewayTimeout) : null;
        _site.Show = (key, number) =>
        {
            if (number == 2)
            {
                _site.Take(key);
            }

            return null;
        };
        AssertComplete(await _run.RunAsync(new SendPosts()));
        Assert.Equal((2, 20), (_site.Questions, _site.Taken.Count));
    }

    [Fact]
    public async Task Run_ActionSwallowsTheLossAndSaysDone_IsLookedForAllTheSame()
    {
        _run.DieAt(ScriptedMoment.Call, 5);
        SendPosts action = new()
        {
            Send = async (context, key, token) =>
            {
                try
                {
                    return await SendPosts.PostAsync(context, key, token);
                }
                catch (OperationCanceledException)
                {
                    return Sent.Done("hopefully");
                }
            },
        };
        AssertComplete(await _run.RunAsync(action));
        Assert.Equal(Enumerable.Range(1, 20).Select(PostSite.Key), _site.Taken);
    }

    [Fact]
    public async Task Run_ActionHasABug_FailsTheEffectAndGoesOn()
    {
        SendPosts action = new()
        {
            Send = (context, key, token) => key == "m003" ? throw new InvalidOperationException("a bug") : SendPosts.PostAsync(context, key, token),
        };
        RunReport report = await _run.RunAsync(action);
        AssertHonest(report);
        Assert.Equal((RunEnd.CompletedWithGaps, 1L, 19), (report.End, report.Summary.Effects!.Failed, _site.Taken.Count));
        Assert.Contains("a bug", Effect("m003").Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_PlanGoesInCircles_Stops()
    {
        await using ScriptedRun circling = new(new ScriptedSite(request => request.RequestUri!.AbsolutePath == "/plan"
            ? new PostSite.Page(["a"], 1)
            : new { ok = true }));
        RunReport report = await circling.RunAsync(new SendPosts());
        Assert.Equal(RunEnd.ListingIncomplete, report.End);
        Assert.Contains("pagination loop", report.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Preview_ShowsWhatWouldBeSent_AndChangesNothing()
    {
        _run.Settings.CriticalFailures = 1;
        _site.Post = (_, number) => number > 3 ? new HttpResponseMessage(HttpStatusCode.InternalServerError) : null;
        Assert.Equal(RunEnd.SiteFailing, (await _run.RunAsync(new SendPosts())).End);
        _site.Post = null;
        byte[] before = await File.ReadAllBytesAsync(_run.Settings.LedgerPath, TestContext.Current.CancellationToken);

        List<EffectPreview> shown = [];
        (RunEnd end, string? reason) = await _run.PreviewAsync(new SendPosts(), shown.Add);
        Assert.Equal((RunEnd.Completed, (string?)null), (end, reason));
        Assert.Equal(3, _site.Taken.Count);
        Assert.Equal(before, await File.ReadAllBytesAsync(_run.Settings.LedgerPath, TestContext.Current.CancellationToken));

        // Begun without an answer, planned, and not planned yet; what is confirmed is not in what is left of the plan.
        Assert.Equal(Enumerable.Range(4, 17).Select(PostSite.Key), shown.Select(effect => effect.Key).Order(StringComparer.Ordinal));
        Assert.Equal(EffectState.Sending, shown.Single(effect => effect.Key == "m004").State);
        Assert.Equal(16, shown.Count(effect => effect.WouldBeSent));
    }

    /// <summary>It said what would be sent, which the run then refused to send.</summary>
    [Fact]
    public async Task Preview_AsAnotherMember_EndsAsTheRunDoes()
    {
        string member = "ann";
        _run.ConfigureHttp = http => http.WhoAmI = (_, _) => Task.FromResult(Identity.Member(member));
        List<EffectPreview> shown = [];
        Assert.Equal(RunEnd.Completed, (await _run.PreviewAsync(new SendPosts(), shown.Add)).End);
        AssertComplete(await _run.RunAsync(new SendPosts()));
        Assert.Equal(RunEnd.Completed, (await _run.PreviewAsync(new SendPosts(), shown.Add)).End);

        member = "bob";
        byte[] before = await File.ReadAllBytesAsync(_run.Settings.LedgerPath, TestContext.Current.CancellationToken);
        shown.Clear();
        (RunEnd end, string? reason) = await _run.PreviewAsync(new SendPosts(), shown.Add);
        Assert.Equal(RunEnd.Misconfigured, end);
        Assert.Contains("run 1 of 'send-posts' is of another member", reason, StringComparison.Ordinal);
        Assert.Empty(shown);
        Assert.Equal(before, await File.ReadAllBytesAsync(_run.Settings.LedgerPath, TestContext.Current.CancellationToken));
        RunReport report = await _run.RunAsync(new SendPosts());
        Assert.Equal((end, reason), (report.End, report.Reason));
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
        Assert.True(report.Summary.Effects!.AddsUp);
    }

    private static void AssertComplete(RunReport report)
    {
        AssertHonest(report);
        Assert.Equal((RunEnd.Completed, (string?)null, 0L), (report.End, report.Reason, report.Summary.Missing));
        Assert.NotNull(report.Summary.Run.FinishedAt);
    }
}
