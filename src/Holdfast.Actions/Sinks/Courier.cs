using System.Threading.Channels;

namespace Holdfast.Actions;

/// <summary>Brings one sink elsewhere what it is owed, while a leg runs.</summary>
/// <param name="sink">The sink.</param>
/// <param name="news">Tells when something may be owed.</param>
/// <param name="run">The leg.</param>
internal sealed class Courier(DeliverySink sink, ChannelReader<bool> news, LegRun run)
{
    // A sink that is down is not asked about every record.
    private const int FailuresInARow = 3;
    private const int LastRounds = 3;

    /// <summary>Goes on until nothing is owed and nothing more will be, or the sink takes nothing more.</summary>
    /// <param name="closing">Fires when nothing more will be owed: from then on, what failed is tried a few times more.</param>
    /// <param name="abort">Ends it.</param>
    public async Task RunAsync(CancellationToken closing, CancellationToken abort)
    {
        int failures = 0;
        int last = 0;
        while (true)
        {
            if (await RoundAsync(abort).ConfigureAwait(false))
            {
                failures = 0;
                if (!await news.WaitToReadAsync(abort).ConfigureAwait(false))
                {
                    return;
                }

                // Before the round, so that what lands during it is told again.
                news.TryRead(out _);
            }
            else if (closing.IsCancellationRequested && ++last >= LastRounds)
            {
                return;
            }
            else
            {
                await DelayAsync(++failures, closing, abort).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Offers everything that is owed, once.</summary>
    /// <returns>False when something was not taken.</returns>
    private async Task<bool> RoundAsync(CancellationToken abort)
    {
        bool all = true;
        int inARow = 0;
        long last = 0;
        while (inARow < FailuresInARow && await ReadAsync(last).ConfigureAwait(false) is { Count: > 0 } owed)
        {
            last = owed[^1].Id;
            if (owed.Count > 1 && await OfferAsync(owed, abort).ConfigureAwait(false))
            {
                continue;
            }

            // One bad record must not hold up its neighbours.
            for (int at = 0; at < owed.Count && inARow < FailuresInARow; at++)
            {
                bool taken = await OfferAsync([owed[at]], abort).ConfigureAwait(false);
                inARow = taken ? 0 : inARow + 1;
                all &= taken;
            }
        }

        return all;
    }

    private Task<IReadOnlyList<OwedRecord>> ReadAsync(long after) =>
        run.Writer.RunAsync(run.Account, account => account.ReadOwed(sink.Name, after, run.Settings.BatchSize));

    /// <returns>True when the sink has taken it, and that is written down.</returns>
    private async Task<bool> OfferAsync(IReadOnlyList<OwedRecord> owed, CancellationToken abort)
    {
        using CancellationTokenSource deadline = new(run.Settings.BatchTimeout, run.Time);
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, abort);

        // On the pool, because a sink may block before its first await; then only waiting for it can be given up.
        Task work = Task.Run(() => sink.DeliverAsync(owed, ending.Token), CancellationToken.None);
        try
        {
            await work.WaitAsync(ending.Token).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            LeasedWork.Observe(work);
            abort.ThrowIfCancellationRequested();
            RunLog.DeliveryFailed(run.Logger, sink.Name, owed.Count, deadline.IsCancellationRequested
                ? $"it took longer than {run.Settings.BatchTimeout}"
                : SiteFault.Describe(exception));
            return false;
        }

        await run.Writer.RunAsync(run.Account, account => account.CrossOff(owed), CancellationToken.None).ConfigureAwait(false);
        return true;
    }

    /// <summary>Waits before the next round; the leg's end cuts the wait short.</summary>
    private async Task DelayAsync(int failures, CancellationToken closing, CancellationToken abort)
    {
        try
        {
            await run.RetryDelayAsync(failures, closing.IsCancellationRequested ? abort : closing, abort).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!abort.IsCancellationRequested)
        {
            // The leg is over: now it is tried for the last times.
        }
    }
}
