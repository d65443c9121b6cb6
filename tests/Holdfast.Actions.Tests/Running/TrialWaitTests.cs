using Holdfast.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace Holdfast.Actions.Tests.Running;

/// <summary>A suspect that waits to be tried alone keeps everything else on the session waiting: whoever looks at a standing run is told.</summary>
public sealed class TrialWaitTests
{
    [Fact]
    public async Task Run_TrialWaitsLong_IsLoggedOnce()
    {
        ScriptedClock clock = new();
        FakeLogCollector log = new();
        await using ScriptedRun run = new(new ScriptedSite(static _ => null))
        {
            Time = clock,
            ConfigureLogging = logging => logging.Services.AddSingleton<ILoggerProvider>(new FakeLoggerProvider(log)),
        };
        run.Settings.Concurrency = 2;
        run.Settings.BatchSize = 1;
        TwoThatMeet action = new(() => run.Provider.Die());

        Task<RunReport> running = run.RunAsync(action);
        await clock.PassAsync(TimeSpan.FromMilliseconds(200));

        // Steps of the recovery have limits of 5 s too: they are over when the first of the two is tried.
        await action.Trial.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        await clock.PassAsync(TimeSpan.FromSeconds(5));
        clock.Advance(TimeSpan.FromMinutes(1));
        action.Go.SetResult();
        RunReport report = await running;

        Assert.Equal((RunEnd.Completed, 2L), (report.End, report.Summary.New));
        FakeLogRecord logged = Assert.Single(log.GetSnapshot(), static record => record.Id.Id == 2015);
        Assert.Equal(LogLevel.Warning, logged.Level);
        Assert.Contains("waited 5 s to be tried alone", logged.Message, StringComparison.Ordinal);
        Assert.Contains("in flight: 1", logged.Message, StringComparison.Ordinal);
    }

    /// <summary>Two items that are in flight together when the session dies; then each waits until it may go.</summary>
    private sealed class TwoThatMeet(Action die) : GatherAction<int, int>
    {
        private int _fetches;

        public TaskCompletionSource Trial { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Go { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override Task<ListPage<int>> ListAsync(GatherContext context, string? cursor, CancellationToken cancellationToken) =>
            Task.FromResult(new ListPage<int>([.. Enumerable.Range(1, 2).Select(number => new ListedItem<int>($"n{number}", "v1", number))], Next: null));

        public override async Task<IReadOnlyList<Fetched<int>>> FetchAsync(
            GatherContext context, IReadOnlyList<ListedItem<int>> batch, CancellationToken cancellationToken)
        {
            int fetch = Interlocked.Increment(ref _fetches);
            if (fetch == 2)
            {
                die();
            }
            else if (fetch == 3)
            {
                Trial.SetResult();
            }

            await (fetch <= 2 ? Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken) : Go.Task.WaitAsync(cancellationToken));
            return [.. batch.Select(item => Fetched.Whole(item.Key, item.Value))];
        }
    }
}
