namespace Holdfast.Actions;

/// <summary>The workers of a leg, one for each sink elsewhere, so that none waits for another.</summary>
internal sealed class DeliveryWorkers : IAsyncDisposable
{
    private readonly CancellationTokenSource _closing = new();
    private readonly StopSignal _stop;
    private readonly LegRun _run;
    private readonly LegSinks? _sinks;
    private readonly Task[] _running;

    /// <summary>Starts them.</summary>
    /// <param name="run">The leg.</param>
    /// <param name="sinks">Its sinks; null when it has none, and there is nothing to be started.</param>
    public DeliveryWorkers(LegRun run, LegSinks? sinks)
    {
        (_run, _sinks) = (run, sinks);
        _stop = new StopSignal(_closing.Token);
        _running = sinks is null ? [] : [.. sinks.Deliveries.Select(sink => new DeliveryWorker(sink, sinks.News(sink), run).RunAsync(_stop))];
    }

    /// <summary>Nothing more will be owed: waits until everything is delivered, or the sinks take nothing more.</summary>
    /// <param name="stop">Asks for a stop: from then on there are <see cref="RunSettings.DrainTimeout"/>.</param>
    /// <returns>What stopped a worker other than its sink; null when nothing did.</returns>
    public async Task<RunStoppedException?> FinishAsync(CancellationToken stop)
    {
        if (_running.Length == 0)
        {
            return null;
        }

        _sinks?.Complete();
        await _closing.CancelAsync().ConfigureAwait(false);
        StopLimit limit = new(_run, stop);
        await using (limit.ConfigureAwait(false))
        {
            using CancellationTokenRegistration late = limit.Signal.Abort.Register(() => _ = _stop.AbortAsync());
            try
            {
                await Task.WhenAll(_running).ConfigureAwait(false);
                return null;
            }
            catch (OperationCanceledException) when (_stop.Abort.IsCancellationRequested)
            {
                return null;
            }
            catch (Exception exception) when (RunStoppedException.From(exception) is { } reason)
            {
                return reason;
            }
        }
    }

    /// <summary>Ends them, whatever they are at.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.AbortAsync().ConfigureAwait(false);
        await Task.WhenAll(_running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
        _closing.Dispose();
    }
}
