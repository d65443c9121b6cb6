namespace Holdfast.Actions;

/// <summary>Lets what is in flight go when a drain takes too long.</summary>
internal sealed class DrainLimit : IAsyncDisposable
{
    private readonly CancellationTokenSource _abort = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _waiting;

    /// <param name="run">The leg.</param>
    /// <param name="drain">Fires when a stop is asked for; from then on there are <see cref="RunSettings.DrainTimeout"/>.</param>
    public DrainLimit(LegRun run, CancellationToken drain)
    {
        Abort = _abort.Token;
        _waiting = WaitAsync(run, drain);
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

    private async Task WaitAsync(LegRun run, CancellationToken drain)
    {
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(drain, _ended.Token);
        await Task.Delay(Timeout.InfiniteTimeSpan, run.Time, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!_ended.IsCancellationRequested)
        {
            await Task.Delay(run.Settings.DrainTimeout, run.Time, _ended.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (!_ended.IsCancellationRequested)
        {
            RunLog.DrainTimedOut(run.Logger, run.Settings.DrainTimeout);
            await _abort.CancelAsync().ConfigureAwait(false);
        }
    }
}
