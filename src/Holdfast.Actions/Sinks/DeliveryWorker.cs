using System.Threading.Channels;

namespace Holdfast.Actions;

/// <summary>Brings one sink elsewhere what it is owed, while a leg runs.</summary>
/// <param name="sink">The sink.</param>
/// <param name="news">Tells when something may be owed.</param>
/// <param name="run">The leg.</param>
internal sealed class DeliveryWorker(DeliverySink sink, ChannelReader<bool> news, LegRun run)
{
    // A sink that is down is not asked about every record.
    private const int FailuresInARow = 3;
    private const int LastRounds = 3;

    /// <summary>What became of an offer, or of a round of them.</summary>
    private enum Offer
    {
        /// <summary>The sink has all of it.</summary>
        Taken,

        /// <summary>The sink did not take something.</summary>
        Refused,

        /// <summary>The sink hangs.</summary>
        TimedOut,
    }

    /// <summary>Goes on until nothing is owed and nothing more will be, or the sink takes nothing more.</summary>
    /// <param name="stop">Stops when nothing more will be owed: from then on, what failed is tried a few times more, and what hangs is not.</param>
    public async Task RunAsync(StopSignal stop)
    {
        int failures = 0;
        int last = 0;
        while (true)
        {
            Offer round = await RoundAsync(stop.Abort).ConfigureAwait(false);
            if (round == Offer.Taken)
            {
                failures = 0;
                if (!await news.WaitToReadAsync(stop.Abort).ConfigureAwait(false))
                {
                    return;
                }

                // Before the round, so that what lands during it is told again.
                news.TryRead(out _);
            }
            else if (stop.Stop.IsCancellationRequested && (round == Offer.TimedOut || ++last >= LastRounds))
            {
                return;
            }
            else
            {
                await DelayAsync(++failures, stop).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Offers everything that is owed, once. A sink that hangs ends the round: each further offer could take as long.</summary>
    private async Task<Offer> RoundAsync(CancellationToken abort)
    {
        Offer round = Offer.Taken;
        int inARow = 0;
        long last = 0;
        while (inARow < FailuresInARow && await ReadAsync(last).ConfigureAwait(false) is { Count: > 0 } owed)
        {
            last = owed[^1].Id;
            Offer offer = owed.Count > 1 ? await OfferAsync(owed, abort).ConfigureAwait(false) : Offer.Refused;
            if (offer == Offer.Refused)
            {
                // One bad record must not hold up its neighbours.
                for (int at = 0; at < owed.Count && inARow < FailuresInARow && offer != Offer.TimedOut; at++)
                {
                    offer = await OfferAsync([owed[at]], abort).ConfigureAwait(false);
                    inARow = offer == Offer.Taken ? 0 : inARow + 1;
                    round = offer == Offer.Taken ? round : Offer.Refused;
                }
            }

            if (offer == Offer.TimedOut)
            {
                return Offer.TimedOut;
            }
        }

        return round;
    }

    private Task<IReadOnlyList<OwedRecord>> ReadAsync(long after) =>
        run.Ledger.ReadOwedAsync(sink.Name, after, run.Settings.BatchSize);

    /// <summary>Offers records in one call. What is taken is written down.</summary>
    private async Task<Offer> OfferAsync(IReadOnlyList<OwedRecord> owed, CancellationToken abort)
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
            work.Observe();
            abort.ThrowIfCancellationRequested();
            RunLog.DeliveryFailed(run.Logger, sink.Name, owed.Count, deadline.IsCancellationRequested
                ? $"it took longer than {run.Settings.BatchTimeout}"
                : SiteFault.Describe(exception));
            return deadline.IsCancellationRequested ? Offer.TimedOut : Offer.Refused;
        }

        await run.Ledger.MarkDeliveredAsync(run.Writer, owed).ConfigureAwait(false);
        return Offer.Taken;
    }

    /// <summary>Waits before the next round; the leg's end cuts the wait short.</summary>
    private async Task DelayAsync(int failures, StopSignal stop)
    {
        try
        {
            await run.RetryDelayAsync(failures, stop.Stop.IsCancellationRequested ? stop.Abort : stop.Either).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!stop.Abort.IsCancellationRequested)
        {
            // The leg is over: now it is tried for the last times.
        }
    }
}
