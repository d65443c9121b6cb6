using System.Runtime.ExceptionServices;
using System.Threading.RateLimiting;

namespace Holdfast.Actions;

/// <summary>Settles effects: sends what is planned, and looks on the site for what was begun and has no clear answer.</summary>
internal sealed class EffectSender(ISend action, LegRun run, RateLimiter? rate)
{
    // More would not help: the site as a whole is judged by RunSettings.CriticalFailures.
    private const int MostAttempts = 4;

    /// <summary>Ends when the effect is confirmed, failed or in doubt.</summary>
    public async Task SettleAsync(StoredEffect effect, CancellationToken drain, CancellationToken abort)
    {
        Settling settling = new(effect.Key);
        for (int attempt = 1; ; attempt++)
        {
            StoredEffect now = await run.Writer.RunAsync(run.Account, account => account.ReadEffect(effect.Key), CancellationToken.None).ConfigureAwait(false);
            if (now.State == EffectState.Planned)
            {
                settling.Forget();
                drain.ThrowIfCancellationRequested();
                await AdmitAsync(drain, abort).ConfigureAwait(false);
            }
            else if (now.State != EffectState.Sending)
            {
                return;
            }

            try
            {
                TimeSpan wait = await run.Work.RunAsync(
                    (given, token) => StepAsync(new SendContext(given.Calls), settling, token),
                    (outcome, lease) => CommitAsync(outcome, settling, lease),
                    run.Settings.BatchTimeout,
                    drain,
                    abort).ConfigureAwait(false);
                if (wait > TimeSpan.Zero)
                {
                    EffectLog.NotYet(run.Logger, effect.Key, wait);
                    await run.DelayAsync(wait, drain, abort).ConfigureAwait(false);
                }
            }
            catch (WorkFailedException failure)
            {
                await TakeAsync(failure, settling, attempt, drain, abort).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Waits for its turn.</summary>
    private async Task AdmitAsync(CancellationToken drain, CancellationToken abort)
    {
        if (action.PerDay is { } perDay
            && await run.Writer.RunAsync(run.Account, account => account.BudgetFreeAt(perDay), CancellationToken.None).ConfigureAwait(false) is { } free)
        {
            throw new RunStoppedException(
                RunEnd.BudgetUsedUp,
                string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{perDay} were begun in the last 24 h; the next may begin at {free.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z"));
        }

        if (rate is not null)
        {
            using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(drain, abort);
            using RateLimitLease turn = await rate.AcquireAsync(1, either.Token).ConfigureAwait(false);
        }
    }

    /// <summary>On one generation: sends if nothing was begun, else looks. The ledger says which, so that the same step is right after any death.</summary>
    private async Task<Outcome> StepAsync(SendContext context, Settling settling, CancellationToken cancellationToken)
    {
        StoredEffect effect = await run.Writer.RunAsync(run.Account, account => account.ReadEffect(settling.Key), CancellationToken.None).ConfigureAwait(false);
        switch (effect.State)
        {
            case EffectState.Planned:
                return await BeginAsync(effect, context.Lease).ConfigureAwait(false)
                    ? Answered(await action.SendAsync(context, effect, cancellationToken).ConfigureAwait(false), effect)
                    : new Outcome(effect, null, null);
            case EffectState.Sending:
                if (settling.CannotLook is { } failure)
                {
                    return new Outcome(effect, EffectEvent.Unknown, $"it could not be looked for: {failure.Message}");
                }

                long asked = run.Time.GetTimestamp();
                long since = settling.AskedSince ??= asked;
                EffectVerdict verdict = await action.VerifyAsync(context, effect, cancellationToken).ConfigureAwait(false);
                return Judge(verdict, effect, settling, run.Settings.SettleTime - run.Time.GetElapsedTime(since, asked));
            default:
                return new Outcome(effect, null, null);
        }
    }

    private async Task<bool> BeginAsync(StoredEffect effect, SessionLease lease)
    {
        bool begun = await run.Writer.RunAsync(
            run.Account,
            account => account.BeginEffect(effect.Id, LegRun.Stamp(lease), () =>
            {
                run.Settings.EffectStep?.Invoke(EffectStep.Beginning);
                run.BeforeCommit(lease);
            }),
            CancellationToken.None).ConfigureAwait(false);
        EffectLog.Begun(run.Logger, effect.Key, effect.Attempts + 1, lease.Generation);
        run.Settings.EffectStep?.Invoke(EffectStep.Begun);
        return begun;
    }

    private static Outcome Answered(Sent answer, StoredEffect effect) =>
        new(effect, answer.IsDone ? EffectEvent.Confirmed : EffectEvent.Refused, answer.Text, IsAnswer: true);

    /// <summary>What the site shows. A request that we gave up may still be on its way to the site, so "not done" is believed only when it has
    /// stood for <see cref="RunSettings.SettleTime"/>.</summary>
    private static Outcome Judge(EffectVerdict verdict, StoredEffect effect, Settling settling, TimeSpan unsettled) => verdict switch
    {
        EffectVerdict.Done => new Outcome(effect, EffectEvent.Confirmed, "found on the site"),
        EffectVerdict.NotDone when unsettled > TimeSpan.Zero => new Outcome(effect, null, null) { Wait = unsettled },
        EffectVerdict.NotDone when settling.Failure is { } failed && (!failed.IsSiteFault || settling.Failures >= MostAttempts) =>
            new Outcome(effect, EffectEvent.GaveUp, failed.Message),
        EffectVerdict.NotDone => new Outcome(effect, EffectEvent.NotDone, null),
        _ => new Outcome(effect, EffectEvent.Unknown, settling.Failure?.Message ?? "the session died, or the job was killed, while it was sent"),
    };

    private async Task<TimeSpan> CommitAsync(Outcome outcome, Settling settling, SessionLease lease)
    {
        if (outcome.Happened is not { } happened)
        {
            return outcome.Wait;
        }

        string? text = outcome.Text is null ? null : EvidenceText.Clean(outcome.Text);
        await run.Writer.RunAsync(
            run.Account,
            account => account.SettleEffect(outcome.Effect.Id, happened, text, LegRun.Stamp(lease), () =>
            {
                run.Settings.Committing?.Invoke();
                run.BeforeCommit(lease);
            }),
            CancellationToken.None).ConfigureAwait(false);
        if (outcome.IsAnswer)
        {
            run.Critical.Success(run.Critical.Now);
        }

        if (happened == EffectEvent.Unknown)
        {
            EffectLog.InDoubt(run.Logger, settling.Key, text!);
        }
        else
        {
            EffectLog.Settled(run.Logger, settling.Key, EffectStateText.Of(happened.State()));
        }

        run.Settings.Committed?.Invoke();
        return TimeSpan.Zero;
    }

    private async Task TakeAsync(WorkFailedException failure, Settling settling, int attempt, CancellationToken drain, CancellationToken abort)
    {
        if (failure.InnerException is LedgerException or EpochFencedException)
        {
            // The beginning could not be written: neither the action's nor the site's failure.
            ExceptionDispatchInfo.Throw(failure.InnerException);
        }

        if (settling.AskedSince is not null && !failure.IsSiteFault)
        {
            // The action could not look, and will not be able to.
            settling.CannotLook = failure;
        }
        else if (settling.AskedSince is null)
        {
            settling.Failure = failure;
            settling.Failures++;
        }

        EffectLog.Unclear(run.Logger, settling.Key, failure.Message);
        if (failure.IsSiteFault)
        {
            run.CountFailure(1, failure.Message);
        }

        await run.RetryDelayAsync(attempt, drain, abort).ConfigureAwait(false);
    }

    /// <summary>What this leg knows of the effect that it settles.</summary>
    private sealed class Settling(string key)
    {
        public string Key { get; } = key;

        /// <summary>How often sending failed in this leg. Deaths do not count.</summary>
        public int Failures { get; set; }

        /// <summary>Since when the site is asked about the open attempt; null before the first question.</summary>
        public long? AskedSince { get; set; }

        /// <summary>How sending failed last; null when it did not, or its generation died.</summary>
        public WorkFailedException? Failure { get; set; }

        /// <summary>How looking failed for good.</summary>
        public WorkFailedException? CannotLook { get; set; }

        /// <summary>Another attempt begins.</summary>
        public void Forget() => (AskedSince, Failure, CannotLook) = (null, null, null);
    }

    /// <summary>What a step came to; nothing to write when nothing happened.</summary>
    private sealed record Outcome(StoredEffect Effect, EffectEvent? Happened, string? Text, bool IsAnswer = false)
    {
        public TimeSpan Wait { get; init; }
    }
}
