using System.Threading.RateLimiting;

namespace Holdfast.Actions;

/// <summary>One leg of a send action: effects are settled one after the other, and the plan is read on when none is left.</summary>
internal sealed class SendLeg(ISend action, LegRun run)
{
    /// <param name="drain">Nothing new is begun; the effect in flight is settled within <see cref="RunSettings.DrainTimeout"/>.</param>
    /// <returns>Why the leg ended early; null when it did not.</returns>
    public async Task<RunStoppedException?> RunAsync(CancellationToken drain)
    {
        DrainLimit limit = new(run, drain);
        using RateLimiter? rate = MakeLimiter(action.PerMinute);
        try
        {
            await run.Writer.RunAsync(run.Account, account => account.CarryOverEffects(), CancellationToken.None).ConfigureAwait(false);
            EffectPlan plan = new(action, run);
            EffectSender sender = new(action, run, rate);
            do
            {
                while (await NextAsync().ConfigureAwait(false) is { } effect)
                {
                    drain.ThrowIfCancellationRequested();
                    await sender.SettleAsync(effect, drain, limit.Abort).ConfigureAwait(false);
                }
            }
            while (await plan.ReadOnAsync(drain, limit.Abort).ConfigureAwait(false));
            return null;
        }
        catch (OperationCanceledException) when (drain.IsCancellationRequested || limit.Abort.IsCancellationRequested)
        {
            return new RunStoppedException(RunEnd.Drained, "stopped on request");
        }
        catch (Exception exception) when (RunStoppedException.From(exception) is { } reason)
        {
            return reason;
        }
        finally
        {
            await limit.DisposeAsync().ConfigureAwait(false);
        }
    }

    private Task<StoredEffect?> NextAsync() => run.Writer.RunAsync(run.Account, account => account.NextEffect(), CancellationToken.None);

    /// <summary>One token at a time, so that effects are spread evenly.</summary>
    private static TokenBucketRateLimiter? MakeLimiter(double? perMinute) => perMinute is not { } rate ? null : new TokenBucketRateLimiter(
        new TokenBucketRateLimiterOptions
        {
            TokenLimit = 1,
            TokensPerPeriod = 1,
            ReplenishmentPeriod = TimeSpan.FromMinutes(1 / rate),
            QueueLimit = 1,
            AutoReplenishment = true,
        });
}
