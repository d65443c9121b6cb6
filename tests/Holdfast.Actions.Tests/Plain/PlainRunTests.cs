using System.Globalization;
using System.Net;
using Holdfast.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace Holdfast.Actions.Tests.Plain;

/// <summary>Work of any shape goes on from its checkpoint, and counts as done only if it was.</summary>
public sealed class PlainRunTests : IAsyncDisposable
{
    private const int Steps = 10;

    private readonly List<int> _asked = [];
    private readonly FakeLogCollector _log = new();
    private readonly ScriptedRun _run;
    private Func<int, object?> _answer = step => new { step };

    public PlainRunTests()
    {
        _run = new ScriptedRun(new ScriptedSite(request =>
        {
            int step = int.Parse(request.RequestUri!.Query[1..], CultureInfo.InvariantCulture);
            _asked.Add(step);
            return _answer(step);
        }))
        {
            ConfigureLogging = logging => logging.Services.AddSingleton<ILoggerProvider>(new FakeLoggerProvider(_log)),
        };
    }

    public ValueTask DisposeAsync() => _run.DisposeAsync();

    public static TheoryData<ScriptedMoment, int> Deaths()
    {
        TheoryData<ScriptedMoment, int> deaths = [];
        foreach (ScriptedMoment moment in (ScriptedMoment[])[ScriptedMoment.Call, ScriptedMoment.Answer, ScriptedMoment.Commit, ScriptedMoment.Committed])
        {
            deaths.Add(moment, 1);
            deaths.Add(moment, Steps / 2);
            deaths.Add(moment, Steps);
        }

        // The last commit says that it is done.
        deaths.Add(ScriptedMoment.Commit, Steps + 1);
        return deaths;
    }

    [Theory]
    [MemberData(nameof(Deaths))]
    public async Task Run_SessionDies_GoesOnFromTheCheckpoint(ScriptedMoment moment, int number)
    {
        _run.DieAt(moment, number);
        RunReport report = await _run.RunAsync(new CountUp());
        AssertDone(report);
        Assert.Single(_run.Incidents);

        // What was saved is not done again; the one step in flight may be.
        Assert.InRange(_asked.Count, Steps, Steps + 1);
        Assert.Equal(Enumerable.Range(1, Steps), _asked.Distinct());
        Assert.DoesNotContain(_log.GetSnapshot(), record => record.Message.Contains("swallowed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_ActionSwallowsTheLoss_DoesNotCountAndIsNamed()
    {
        _run.DieAt(ScriptedMoment.Call, 5);
        RunReport report = await _run.RunAsync(new CountUp { Swallows = true });
        AssertDone(report);
        Assert.Equal(Enumerable.Range(1, Steps), _asked);
        FakeLogRecord named = Assert.Single(_log.GetSnapshot(), record => record.Message.Contains("swallowed", StringComparison.Ordinal));
        Assert.Equal(LogLevel.Error, named.Level);
        Assert.Contains("Action 'count-up' swallowed the loss of its session", named.Message, StringComparison.Ordinal);
        Assert.Contains("generation 1", named.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Run_StopIsAskedFor_StopsAtTheCheckpointAndGoesOnThere(bool swallows)
    {
        using CancellationTokenSource stop = new();
        _run.At(ScriptedMoment.Answer, 4, stop.Cancel);
        RunReport report = await _run.RunUntilAsync(new CountUp { Swallows = swallows }, stop.Token);
        Assert.Equal((RunEnd.Stopped, 4L), (report.End, report.Summary.Progress!.Done));
        Assert.False(report.Summary.Progress.IsCompleted);
        Assert.Equal(swallows ? 1 : 0, _log.GetSnapshot().Count(record => record.Message.Contains("swallowed a stop", StringComparison.Ordinal)));

        report = await _run.RunAsync(new CountUp());
        AssertDone(report);
        Assert.Equal(2, report.Summary.Run.Legs);
        Assert.Equal(Enumerable.Range(1, Steps), _asked);
    }

    [Fact]
    public async Task Run_ActionHasABug_IsToldAsItIsAndTheNextLegGoesOn()
    {
        CountUp action = new() { BugAt = 3 };
        Assert.Equal("a bug at 3", (await Assert.ThrowsAsync<InvalidOperationException>(() => _run.RunAsync(action))).Message);
        using (RunLedger ledger = _run.OpenLedger())
        {
            Assert.Equal(LegOutcome.Faulted, ledger.ReadRuns()[0].LastLegOutcome);
        }

        action.BugAt = 0;
        AssertDone(await _run.RunAsync(action));
        Assert.Equal([1, 2, 3, 3, .. Enumerable.Range(4, Steps - 3)], _asked);
    }

    [Fact]
    public async Task Run_SiteFails_IsTriedAgainFromTheCheckpointAndThenStops()
    {
        _run.Settings.CriticalFailures = 3;
        int left = 2;
        _answer = step => step == 4 && left-- > 0 ? new HttpResponseMessage(HttpStatusCode.BadGateway) : new { step };
        AssertDone(await _run.RunAsync(new CountUp()));
        Assert.Equal([1, 2, 3, 4, 4, .. Enumerable.Range(4, Steps - 3)], _asked);

        _answer = _ => new HttpResponseMessage(HttpStatusCode.BadGateway);
        RunReport report = await _run.RunAsync(new CountUp());
        Assert.Equal(RunEnd.SiteFailing, report.End);
        Assert.Null(report.Summary.Run.FinishedAt);
    }

    /// <summary>Work on the browser needs a proof before it is saved, as a call does.</summary>
    [Fact]
    public async Task Save_AfterDriverWorkAsAVisitor_SavesNothingAndLogsInAgain()
    {
        bool visitor = false;
        _run.ConfigureHttp = http => http.WhoAmI = (_, _) => Task.FromResult(visitor ? Identity.Visitor("nobody") : Identity.Member("ann"));
        _run.Provider.LogIn.Do(_ => visitor = false);
        int looks = 0;
        _run.Provider.Invoke.Do(_ => visitor = ++looks == 2);

        RunReport report = await _run.RunAsync(new LookOnly());

        Assert.Equal((RunEnd.Completed, 3), (report.End, looks));
        Assert.Equal(LossCause.LoggedOut, Assert.Single(_run.Incidents).Incident.Cause);
    }

    [Fact]
    public async Task Run_ALaterLegTookOver_SavesNothingMore()
    {
        _run.At(ScriptedMoment.Answer, 4, () =>
        {
            using RunLedger other = RunLedger.Open(_run.Settings.LedgerPath, LedgerAccess.ReadWrite, TimeProvider.System);
            other.BeginLeg("count-up", LegOwner.Current());
        });
        RunReport report = await _run.RunAsync(new CountUp { Swallows = true });
        Assert.Equal((RunEnd.Fenced, 3L), (report.End, report.Summary.Progress!.Done));
    }

    private void AssertDone(RunReport report)
    {
        Assert.Equal((RunEnd.Completed, (string?)null), (report.End, report.Reason));
        Assert.Empty(report.Mismatches);
        Assert.NotNull(report.Summary.Run.FinishedAt);
        Assert.Equal(new RunProgress(Steps, Steps, $"at {Steps}", isCompleted: true), report.Summary.Progress);
    }

    /// <summary>Asks for one number after the other.</summary>
    private sealed class CountUp : PlainAction
    {
        public bool Swallows { get; init; }

        public int BugAt { get; set; }

        public override async Task RunAsync(ActionContext context, CancellationToken cancellationToken)
        {
            int done = int.Parse(context.Checkpoint ?? "0", CultureInfo.InvariantCulture);
            while (done < Steps)
            {
                try
                {
                    (await context.Http.GetAsync(new Uri($"/step?{done + 1}", UriKind.Relative), cancellationToken)).EnsureSuccessStatusCode();
                    if (++done == BugAt)
                    {
                        throw new InvalidOperationException($"a bug at {done}");
                    }

                    context.Report(done, Steps, $"at {done}");
                    await context.SaveAsync(done.ToString(CultureInfo.InvariantCulture), cancellationToken);
                }
                catch (Exception exception) when (Swallows && exception is not InvalidOperationException)
                {
                    return;
                }
            }
        }
    }

    /// <summary>Looks twice at the browser, and saves after each.</summary>
    private sealed class LookOnly : PlainAction
    {
        public override async Task RunAsync(ActionContext context, CancellationToken cancellationToken)
        {
            for (int step = int.Parse(context.Checkpoint ?? "0", CultureInfo.InvariantCulture) + 1; step <= 2; step++)
            {
                await context.UseAsync<ScriptedTab, bool>(static _ => true, cancellationToken);
                await context.SaveAsync(step.ToString(CultureInfo.InvariantCulture), cancellationToken);
            }
        }
    }
}
