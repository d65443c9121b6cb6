namespace Holdfast.Actions;

/// <summary>The workers of a leg, one for each sink elsewhere, so that none waits for another.</summary>
internal sealed class DeliveryWorkers : IAsyncDisposable
{
    private readonly CancellationTokenSource _closing = new();
    private readonly StopSignal _stop;
    private readonly LegRun _run;
    private readonly LegSinks? _sinks;
    private readonly Task[] _running;

    private DeliveryWorkers(LegRun run, LegSinks? sinks)
    {
        (_run, _sinks) = (run, sinks);
        _stop = new StopSignal(_closing.Token);
        _running = sinks is null ? [] : [.. sinks.Deliveries.Select(sink => new DeliveryWorker(sink, sinks.News(sink), run).RunAsync(_stop))];
    }

    /// <summary>Tells the ledger of the sinks, and starts the workers.</summary>
    /// <param name="run">The leg.</param>
    /// <param name="sinks">Its sinks; null when it has none, and there is nothing to be started.</param>
    public static async Task<DeliveryWorkers> StartAsync(LegRun run, LegSinks? sinks)
    {
        if (sinks is not null)
        {
            await run.Ledger.UseSinksAsync(run.Writer, sinks.Targets).ConfigureAwait(false);
        }

        return new DeliveryWorkers(run, sinks);
    }

    /// <summary>Nothing more will be owed: waits until everything is delivered, or the sinks take nothing more.</summary>
    /// <param name="stopped">Why the leg ended early; null when it did not. A leg that was replaced delivers nothing.</param>
    /// <param name="stop">Asks for a stop: from then on there are <see cref="RunSettings.DrainTimeout"/>.</param>
    /// <returns>Why the leg, or a worker, ended early; null when neither did. A sink that takes nothing is no reason.</returns>
    public async Task<RunStoppedException?> FinishAsync(RunStoppedException? stopped, CancellationToken stop)
    {
        if (_running.Length == 0 || stopped is { End: RunEnd.Fenced })
        {
            return stopped;
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
                return stopped;
            }
            catch (OperationCanceledException) when (_stop.Abort.IsCancellationRequested)
            {
                return stopped;
            }
            catch (Exception exception) when (RunStoppedException.From(exception) is { } reason)
            {
                return stopped ?? reason;
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
