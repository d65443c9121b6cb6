namespace Holdfast.Actions;

/// <summary>Lets what is in flight go when a stop takes too long.</summary>
internal sealed class StopLimit : IAsyncDisposable
{
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _waiting;

    /// <param name="run">The leg.</param>
    /// <param name="stop">Fires when a stop is asked for; from then on there are <see cref="RunSettings.DrainTimeout"/>.</param>
    /// <param name="inFlight">How many batches are in flight, for the log; null for an action that has none.</param>
    public StopLimit(LegRun run, CancellationToken stop, Func<int>? inFlight = null)
    {
        Signal = new StopSignal(stop);
        _waiting = WaitAsync(run, inFlight);
    }

    /// <summary>Stops when a stop is asked for, and aborts when the time is up.</summary>
    public StopSignal Signal { get; }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync().ConfigureAwait(false);
        await _waiting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _ended.Dispose();
        Signal.Dispose();
    }

    private async Task WaitAsync(LegRun run, Func<int>? inFlight)
    {
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(Signal.Stop, _ended.Token);
        await Task.Delay(Timeout.InfiniteTimeSpan, run.Time, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!_ended.IsCancellationRequested)
        {
            int? batches = inFlight?.Invoke();
            if (batches is { } waiting)
            {
                RunLog.Stopping(run.Logger, waiting);
            }

            run.Events.Stopping(batches);

            await Task.Delay(run.Settings.DrainTimeout, run.Time, _ended.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (!_ended.IsCancellationRequested)
        {
            RunLog.StopTimedOut(run.Logger, run.Settings.DrainTimeout);
            await Signal.AbortAsync().ConfigureAwait(false);
        }
    }
}
