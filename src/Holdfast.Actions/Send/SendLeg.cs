namespace Holdfast.Actions;

/// <summary>One leg of a send action: effects are settled one after the other, and the plan is read on when none is left. At last, what was given
/// up is tried again.</summary>
internal sealed class SendLeg(ISend action, LegRun run) : ILeg
{
    // More would not help: the site as a whole is judged by RunSettings.CriticalFailures.
    private const int MostAttempts = 4;

    // A site that fails so many of them in a row will not take the others now.
    private const int MostGivenUpInARow = 5;

    /// <inheritdoc/>
    public async Task<RunStoppedException?> RunAsync(CancellationToken stop)
    {
        StopLimit limit = new(run, stop);
        try
        {
            await run.Ledger.CarryOverEffectsAsync(run.Writer).ConfigureAwait(false);
            await SendAsync(limit.Signal).ConfigureAwait(false);
            for (int round = 1; round <= run.Settings.RetryRounds; round++)
            {
                await RetryRoundAsync(limit.Signal).ConfigureAwait(false);
            }

            return null;
        }
        catch (OperationCanceledException) when (limit.Signal.IsRaised)
        {
            return new RunStoppedException(RunEnd.Stopped, "stopped on request");
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

    private async Task SendAsync(StopSignal stop)
    {
        EffectPlan plan = new(action, run);
        EffectSender sender = new(action, run, MostAttempts);
        do
        {
            while (await run.Ledger.ReadNextEffectAsync().ConfigureAwait(false) is { } effect)
            {
                stop.ThrowIfRaised();
                await sender.SettleAsync(effect, stop).ConfigureAwait(false);
            }
        }
        while (await plan.ReadOnAsync(stop).ConfigureAwait(false));
    }

    /// <summary>Some time has passed: what the site failed too often, now or in an earlier run, gets one attempt more. It uses up no budget that is not there,
    /// and stops the run only where an attempt was begun and nobody can be asked what came of it.</summary>
    private async Task RetryRoundAsync(StopSignal stop)
    {
        int mostFailures = Math.Max(run.Settings.CriticalFailures, 2 * MostGivenUpInARow);
        EffectSender sender = new(action, run with { Critical = new CriticalFailurePolicy(mostFailures) }, attempts: 1);
        int inARow = 0;
        long last = 0;
        while (inARow < MostGivenUpInARow)
        {
            stop.ThrowIfRaised();
            if (await sender.BudgetFreeAtAsync().ConfigureAwait(false) is not null)
            {
                return;
            }

            if (await run.Ledger.ReopenEffectAsync(run.Writer, last).ConfigureAwait(false) is not { } effect)
            {
                return;
            }

            await sender.SettleAsync(effect, stop).ConfigureAwait(false);
            StoredEffect settled = await run.Ledger.ReadEffectAsync(effect.Key).ConfigureAwait(false);
            inARow = settled.State == EffectState.Failed ? inARow + 1 : 0;
            last = effect.Id;
        }
    }
}
