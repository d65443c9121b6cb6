using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Holdfast.Actions.Tests.Send;
using Holdfast.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace Holdfast.Actions.Tests.Observing;

/// <summary>Whoever observes is told of what happens, in its order, and can hurt nothing.</summary>
public sealed class RunObserverTests
{
    private readonly Notes _notes = new();
    private readonly FakeLogCollector _log = new();

    [Fact]
    public async Task Observe_Gather_TellsEachStepAfterItWasCommitted()
    {
        await using ScriptedRun run = NewRun(new ScriptedSite(static _ => null));
        run.DieAt(ScriptedMoment.Commit, 2);
        long committed = 0;
        _notes.Then = happened =>
        {
            if (happened is BatchCommitted batch)
            {
                using RunLedger ledger = run.OpenLedger();
                RunSummary summary = ledger.ReadSummary(batch.RunId);
                Assert.Equal(committed += batch.Items, summary.Seen - summary.Pending);
            }
        };

        RunReport report = await run.RunAsync(new GatherNumbers());

        Assert.Equal(RunEnd.Completed, report.End);
        Assert.Equal(
            [
                "RunBegan", "PagePlanned 3", "PagePlanned 3", "ListFinished 6 of 6", "BatchCommitted 3 on 1", "BatchCommitted 3 on 2",
                "IncidentRecorded BrowserExited Open", "IncidentRecorded BrowserExited Recovered", "RunEnded Completed",
            ],
            _notes.Ordered());
        Assert.All(_notes.All, happened => Assert.Equal(
            (run.Settings.LedgerPath, "main", "numbers", 1L, 1L), (happened.Ledger, happened.Session, happened.Action, happened.RunId, happened.Leg)));
        Assert.IsType<RunBegan>(_notes.All[0]);
        Assert.IsType<RunEnded>(_notes.All[^1]);
        Assert.DoesNotContain(_log.GetSnapshot(), record => record.Id.Id == 2040);
    }

    [Fact]
    public async Task Observe_Send_TellsWhatBecomesOfEachEffect()
    {
        PostSite site = new() { Messages = 2, Post = static (_, number) => number == 2 ? new HttpResponseMessage(HttpStatusCode.Forbidden) : null };
        await using ScriptedRun run = NewRun(site.Handler);

        await run.RunAsync(new SendPosts());

        Assert.Equal(
            ["RunBegan", "EffectsPlanned 2", "m001 Sending", "m001 Confirmed", "m002 Sending", "m002 Failed", "RunEnded CompletedWithGaps"],
            _notes.All.Select(Notes.Describe));
    }

    [Fact]
    public async Task Observe_PlainActionThatIsStopped_TellsCheckpointAndStop()
    {
        await using ScriptedRun run = NewRun(new ScriptedSite(static _ => null));
        using CancellationTokenSource stop = new();
        using ManualResetEventSlim told = new();
        _notes.Then = happened =>
        {
            if (happened is RunStopping)
            {
                told.Set();
            }
        };
        Count count = new(() =>
        {
            stop.Cancel();
            Assert.True(told.Wait(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken), "nobody was told of the stop");
        });

        RunReport report = await run.RunUntilAsync(count, stop.Token);
        await run.RunAsync(count);

        Assert.Equal(RunEnd.Stopped, report.End);
        Assert.Equal(
            [
                "RunBegan", "ProgressSaved 1 checkpoint", "RunStopping", "ProgressSaved 2 checkpoint", "RunEnded Stopped",
                "RunBegan", "ProgressSaved 2 checkpoint", "RunEnded Completed",
            ],
            _notes.All.Where(static happened => happened is not ProgressSaved { IsCheckpoint: false }).Select(Notes.Describe));
        Assert.Equal([1L, 2L], _notes.All.OfType<RunBegan>().Select(began => began.Leg));
        Assert.Equal([false, true], _notes.All.OfType<RunBegan>().Select(began => began.IsResumed));
    }

    [Fact]
    public async Task Observe_ActionHasABug_TellsAnEndWithoutAReport()
    {
        await using ScriptedRun run = NewRun(new ScriptedSite(static _ => null));

        await Assert.ThrowsAsync<NotSupportedException>(() => run.RunAsync(new Count(static () => throw new NotSupportedException("a bug"))));

        Assert.Null(Assert.IsType<RunEnded>(_notes.All[^1]).End);
    }

    [Fact]
    public async Task Observe_ObserverThrows_IsLoggedOnceAndHurtsNobody()
    {
        Notes failing = new() { Then = static _ => throw new InvalidOperationException("GET https://site.test/a?token=x8jq2") };
        await using ScriptedRun run = NewRun(new ScriptedSite(static _ => null), failing);

        RunReport report = await run.RunAsync(new GatherNumbers());

        Assert.Equal((RunEnd.Completed, 6L), (report.End, report.Summary.New));
        Assert.Equal(_notes.All.Count, failing.All.Count);
        FakeLogRecord logged = Assert.Single(_log.GetSnapshot(), record => record.Id.Id == 2040);
        Assert.Equal(LogLevel.Warning, logged.Level);
        Assert.Contains("Observer 'Notes' failed when it was told of RunBegan: ", logged.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("x8jq2", logged.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Observe_ObserverAndLoggerThrow_HurtsNobody()
    {
        Notes failing = new() { Then = static _ => throw new InvalidOperationException("no") };
        await using ScriptedRun run = NewRun(new ScriptedSite(static _ => null), failing);
        run.ConfigureLogging = static logging => logging.Services.AddSingleton<ILoggerProvider>(new FailingLog(eventId: 2040));

        RunReport report = await run.RunAsync(new GatherNumbers());

        Assert.Equal((RunEnd.Completed, 6L), (report.End, report.Summary.New));
        Assert.Equal(_notes.All.Count, failing.All.Count);
    }

    /// <summary>What a test breaks inside a transaction is undone, as a full disk would have it; nobody else gets in there.</summary>
    [Fact]
    public async Task Committing_OursThrows_UndoesTheChange()
    {
        await using ScriptedRun run = NewRun(new ScriptedSite(static _ => null));
        run.At(ScriptedMoment.Commit, 2, static () => throw new LedgerException(LedgerFault.DiskFull, "run.db", "the disk is full"));

        RunReport full = await run.RunAsync(new GatherNumbers());
        Assert.Equal((RunEnd.DiskFull, 3L, 3L), (full.End, full.Summary.New, full.Summary.Pending));
        RunReport whole = await run.RunAsync(new GatherNumbers());
        Assert.Equal((RunEnd.Completed, 6L), (whole.End, whole.Summary.New));
    }

    private ScriptedRun NewRun(HttpMessageHandler site, params IRunObserver[] before)
    {
        ScriptedRun run = new(site)
        {
            ConfigureLogging = logging => logging.Services.AddSingleton<ILoggerProvider>(new FakeLoggerProvider(_log)),
            Configure = holdfast =>
            {
                foreach (IRunObserver observer in (IRunObserver[])[.. before, _notes])
                {
                    holdfast.Services.AddSingleton(observer);
                }
            },
        };
        run.Settings.BatchSize = 3;
        return run;
    }

    /// <summary>Notes everything.</summary>
    private sealed class Notes : IRunObserver
    {
        private readonly ConcurrentQueue<RunEvent> _all = new();

        public Action<RunEvent>? Then { get; set; }

        public IReadOnlyList<RunEvent> All => [.. _all];

        public void Observe(RunEvent happened)
        {
            _all.Enqueue(happened);
            Then?.Invoke(happened);
        }

        /// <summary>As it happened, but list, batches and incidents, which come side by side, one after the other.</summary>
        public IEnumerable<string> Ordered() => All.OrderBy(static happened => happened switch
        {
            RunBegan => 0,
            PagePlanned => 1,
            ListFinished => 2,
            BatchCommitted => 3,
            IncidentRecorded => 4,
            _ => 5,
        }).Select(Describe);

        public static string Describe(RunEvent happened) => happened switch
        {
            PagePlanned page => $"PagePlanned {page.Items}",
            ListFinished list => $"ListFinished {list.Items} of {list.Total}",
            BatchCommitted batch => $"BatchCommitted {batch.Items} on {batch.Generation}",
            EffectsPlanned page => $"EffectsPlanned {page.Effects}",
            EffectChanged effect => $"{effect.Key} {effect.State}",
            ProgressSaved saved => $"ProgressSaved {saved.Progress.Done}{(saved.IsCheckpoint ? " checkpoint" : "")}",
            IncidentRecorded { Incident: { } incident } => $"IncidentRecorded {incident.Cause} {incident.Outcome}",
            RunEnded ended => $"RunEnded {ended.End}",
            _ => happened.GetType().Name,
        };
    }

    /// <summary>A log that fails at one event.</summary>
    private sealed class FailingLog(int eventId) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId id, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (id.Id == eventId)
            {
                throw new IOException("the log is gone");
            }
        }

        public void Dispose()
        {
        }
    }

    /// <summary>Gathers six numbers out of the air, three to a page.</summary>
    private sealed class GatherNumbers : GatherAction<int, int>
    {
        public override string Name => "numbers";

        public override Task<ListPage<int>> ListAsync(GatherContext context, string? cursor, CancellationToken cancellationToken) =>
            Task.FromResult(new ListPage<int>(
                [.. Enumerable.Range(cursor is null ? 1 : 4, 3).Select(number => new ListedItem<int>($"n{number}", "v1", number))],
                cursor is null ? "2" : null,
                6));

        public override Task<IReadOnlyList<Fetched<int>>> FetchAsync(
            GatherContext context, IReadOnlyList<ListedItem<int>> batch, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<Fetched<int>>>([.. batch.Select(item => Fetched.Whole(item.Key, item.Value))]);
    }

    /// <summary>Counts to two, with a checkpoint after each step and something in between.</summary>
    private sealed class Count(Action between) : PlainAction
    {
        public override async Task RunAsync(ActionContext context, CancellationToken cancellationToken)
        {
            for (int step = int.Parse(context.Checkpoint ?? "0", CultureInfo.InvariantCulture) + 1; step <= 2; step++)
            {
                context.Report(step, 2);
                await context.SaveAsync(step.ToString(CultureInfo.InvariantCulture), cancellationToken);
                between();
            }
        }
    }
}
