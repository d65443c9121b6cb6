namespace Holdfast.Actions;

/// <summary>Lets what is in flight go when a drain takes too long.</summary>
internal sealed class DrainLimit : IAsyncDisposable
{
    private readonly CancellationTokenSource _abort = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _waiting;

    /// <param name="run">The leg.</param>
    /// <param name="drain">Fires when a stop is asked for; from then on there are <see cref="RunSettings.DrainTimeout"/>.</param>
    /// <param name="inFlight">How many batches are in flight, for the log; null for an action that has none.</param>
    public DrainLimit(LegRun run, CancellationToken drain, Func<int>? inFlight = null)
    {
        Abort = _abort.Token;
        _waiting = WaitAsync(run, inFlight, drain);
    }

    /// <summary>Fires when the time is up.</summary>
    public CancellationToken Abort { get; }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync().ConfigureAwait(false);
        await _waiting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _ended.Dispose();
        _abort.Dispose();
    }

    private async Task WaitAsync(LegRun run, Func<int>? inFlight, CancellationToken drain)
    {
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(drain, _ended.Token);
        await Task.Delay(Timeout.InfiniteTimeSpan, run.Time, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!_ended.IsCancellationRequested)
        {
            if (inFlight is not null)
            {
                RunLog.Draining(run.Logger, inFlight());
            }

            await Task.Delay(run.Settings.DrainTimeout, run.Time, _ended.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (!_ended.IsCancellationRequested)
        {
            RunLog.DrainTimedOut(run.Logger, run.Settings.DrainTimeout);
            await _abort.CancelAsync().ConfigureAwait(false);
        }
    }
}
