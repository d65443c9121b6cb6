using System.Globalization;
using System.Runtime.ExceptionServices;

namespace Holdfast.Actions;

/// <summary>Settles effects: sends what is planned, and looks on the site for what was begun and has no clear answer.</summary>
/// <param name="action">What is run.</param>
/// <param name="run">The leg.</param>
/// <param name="attempts">How often an effect is sent before it is given up.</param>
internal sealed class EffectSender(ISend action, LegRun run, int attempts)
{
    private TimeSpan Timeout => run.Settings.BatchTimeout;

    /// <summary>Ends when the effect is confirmed, failed or in doubt.</summary>
    public async Task SettleAsync(StoredEffect effect, StopSignal stop)
    {
        Settling settling = new(effect.Key)
        {
            Deaths = await run.Ledger.CountEarlierDeathsAsync(effect.Id).ConfigureAwait(false),
        };
        int failures = 0;
        while (true)
        {
            StoredEffect now = await run.Ledger.ReadEffectAsync(effect.Key).ConfigureAwait(false);
            if (now.State == EffectState.Planned)
            {
                settling.Forget();
                stop.ThrowIfRaised();
                await AdmitAsync(stop).ConfigureAwait(false);
            }
            else if (now.State != EffectState.Sending)
            {
                return;
            }
            else if (settling.IsLost)
            {
                settling.TakeDeath();
            }

            SettlingWork work = new(this, settling, isAlone: settling.IsSuspect && now.State == EffectState.Planned);
            try
            {
                TimeSpan wait = await run.Work.DoAsync(work, stop).ConfigureAwait(false);
                if (wait > TimeSpan.Zero)
                {
                    EffectLog.NotYet(run.Logger, EvidenceText.Clean(effect.Key), wait);
                    await run.DelayAsync(wait, stop.Either).ConfigureAwait(false);
                }
            }
            catch (SessionLostException lost)
            {
                // A death spends no attempt. One that is met by a look is not the sending's.
                settling.IsLost = now.State == EffectState.Planned && lost.Cause != LossCause.ClosedByUs;
                settling.WasAlone = work.WasAlone;
                stop.ThrowIfRaised();
            }
            catch (WorkFailedException failure)
            {
                await TakeAsync(failure, settling, ++failures, stop).ConfigureAwait(false);
            }
        }
    }

    /// <summary>When the day's budget has room again; null when it has room now, or there is no limit.</summary>
    public async Task<DateTimeOffset?> BudgetFreeAtAsync() => action.PerDay is { } perDay
        ? await run.Ledger.ReadBudgetFreeAtAsync(perDay).ConfigureAwait(false)
        : null;

    /// <summary>Waits for its turn, by what the ledger says of the attempts before it, in earlier legs too.</summary>
    private async Task AdmitAsync(StopSignal stop)
    {
        if (await BudgetFreeAtAsync().ConfigureAwait(false) is { } free)
        {
            throw new RunStoppedException(
                RunEnd.BudgetUsedUp,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{action.PerDay} were begun in the last 24 h; the next may begin at {free.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z"));
        }

        if (action.PerMinute is { } perMinute)
        {
            TimeSpan interval = TimeSpan.FromMinutes(1 / perMinute);
            DateTimeOffset? last = await run.Ledger.ReadLastBegunAtAsync(interval).ConfigureAwait(false);
            TimeSpan wait = last is { } begun ? begun + interval - run.Time.GetUtcNow() : TimeSpan.Zero;
            if (wait > TimeSpan.Zero)
            {
                // A clock that was set back must not stretch it.
                await run.DelayAsync(wait < interval ? wait : interval, stop.Either).ConfigureAwait(false);
            }
        }
    }

    /// <summary>On one generation: sends if nothing was begun, else looks. The ledger says which, so that the same step is right after any death.</summary>
    private async Task<Outcome> StepAsync(SendContext context, Settling settling, CancellationToken cancellationToken)
    {
        StoredEffect effect = await run.Ledger.ReadEffectAsync(settling.Key).ConfigureAwait(false);
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
                settling.IsAsked = true;
                EffectVerdict verdict = await action.VerifyAsync(context, effect, cancellationToken).ConfigureAwait(false);
                if (verdict == EffectVerdict.NotDone)
                {
                    // Since it said so, not since it was asked: a question that nobody answered shows nothing.
                    settling.NotDoneSince ??= asked;
                }

                return Judge(verdict, effect, settling, run.Settings.SettleTime - run.Time.GetElapsedTime(settling.NotDoneSince ?? asked, asked));
            default:
                return new Outcome(effect, null, null);
        }
    }

    private async Task<bool> BeginAsync(StoredEffect effect, SessionLease lease)
    {
        IReadOnlyList<long> begun = await run.Ledger.BeginEffectsAsync(run.Writer, [effect.Id], LegRun.Stamp(lease), () =>
        {
            run.Events.Committing(CommitKind.Attempt);
            run.BeforeCommit(lease);
        }).ConfigureAwait(false);
        if (begun.Count > 0)
        {
            EffectLog.Begun(run.Logger, EvidenceText.Clean(effect.Key), effect.Attempts + 1, lease.Generation);
            run.Events.EffectIs(EffectState.Sending, effect.Key);
        }

        return begun.Count > 0;
    }

    private static Outcome Answered(Sent answer, StoredEffect effect) =>
        new(effect, answer.IsDone ? EffectEvent.Confirmed : EffectEvent.Refused, answer.Text, IsAnswer: true);

    /// <summary>What the site shows. A request that we gave up may still be on its way to the site, so "not done" is believed only when it has
    /// stood for <see cref="RunSettings.SettleTime"/>.</summary>
    /// <remarks>Of a run's effects one at a time is in flight: one over which several sessions died with nothing of another run in flight is taken for what
    /// kills them, and is not sent again unasked.</remarks>
    private Outcome Judge(EffectVerdict verdict, StoredEffect effect, Settling settling, TimeSpan unsettled) => (verdict, settling.Failure) switch
    {
        (EffectVerdict.Done, _) => new Outcome(effect, EffectEvent.Confirmed, "found on the site"),
        (EffectVerdict.NotDone, _) when unsettled > TimeSpan.Zero => new Outcome(effect, null, null) { Wait = unsettled },
        (EffectVerdict.NotDone, { } failed) when !failed.IsSiteFault || settling.Failures >= attempts =>
            new Outcome(effect, EffectEvent.GaveUp, failed.Message),
        (EffectVerdict.NotDone, null) when settling.Deaths >= run.Settings.QuarantineAfter =>
            new Outcome(
                effect, EffectEvent.Quarantined,
                $"{settling.Deaths} sessions died, or the job was killed, while it was sent; it did not happen, and is not sent again until 'effects retry'"),
        (EffectVerdict.NotDone, var failed) => new Outcome(effect, EffectEvent.NotDone, failed?.Message ?? settling.DiedBeside),
        (_, var failed) => new Outcome(effect, EffectEvent.Unknown, failed?.Message ?? "the session died, or the job was killed, while it was sent"),
    };

    private async Task<TimeSpan> CommitAsync(Outcome outcome, Settling settling, SessionLease lease)
    {
        if (outcome.Happened is not { } happened)
        {
            return outcome.Wait;
        }

        string? text = outcome.Text is null ? null : EvidenceText.Clean(outcome.Text);
        await run.Ledger.SettleEffectsAsync(run.Writer, [new EffectResult(outcome.Effect.Id, happened, text)], LegRun.Stamp(lease), () =>
        {
            run.Events.Committing(CommitKind.Outcome);
            run.BeforeCommit(lease);
        }).ConfigureAwait(false);
        if (outcome.IsAnswer)
        {
            run.Critical.Success(run.Critical.Now);
        }

        if (happened == EffectEvent.Unknown)
        {
            EffectLog.InDoubt(run.Logger, EvidenceText.Clean(settling.Key), text!);
        }
        else
        {
            EffectLog.Settled(run.Logger, EvidenceText.Clean(settling.Key), EffectStateText.Of(happened.State()));
        }

        run.Events.EffectIs(happened.State(), settling.Key);
        return TimeSpan.Zero;
    }

    private async Task TakeAsync(WorkFailedException failure, Settling settling, int failures, StopSignal stop)
    {
        if (failure.InnerException is LedgerException or EpochFencedException)
        {
            // The beginning could not be written: neither the action's nor the site's failure.
            ExceptionDispatchInfo.Throw(failure.InnerException);
        }

        if (settling.IsAsked && !failure.IsSiteFault)
        {
            // The action could not look, and will not be able to.
            settling.CannotLook = failure;
        }
        else if (!settling.IsAsked)
        {
            settling.Failure = failure;
            settling.Failures++;
        }

        EffectLog.Unclear(run.Logger, EvidenceText.Clean(settling.Key), failure.Message);
        if (failure.IsSiteFault)
        {
            run.CountFailure(1, failure.Message);
        }

        await run.RetryDelayAsync(failures, stop.Either).ConfigureAwait(false);
    }

    /// <summary>One step with an effect. What comes after a failure, or a death, is asked of the ledger first: it is never simply done again.</summary>
    private sealed class SettlingWork(EffectSender sender, Settling settling, bool isAlone) : LeasedWork<Outcome, TimeSpan>
    {
        public override TimeSpan Timeout => sender.Timeout;

        public override bool IsAlone => isAlone;

        public override bool OutlivesDeath => false;

        public override Task<Outcome> FetchAsync(LeasedHttp calls, CancellationToken cancellationToken) =>
            sender.StepAsync(new SendContext(calls), settling, cancellationToken);

        public override Task<TimeSpan> CommitAsync(Outcome fetched, SessionLease lease) => sender.CommitAsync(fetched, settling, lease);
    }

    /// <summary>What this leg knows of the effect that it settles.</summary>
    private sealed class Settling(string key)
    {
        private bool _isSuspect;

        public string Key { get; } = key;

        /// <summary>How often sending failed in this leg. Deaths do not count.</summary>
        public int Failures { get; set; }

        /// <summary>How many sessions died while it was sent with nothing else in flight, or jobs were killed, in this leg and before it.</summary>
        public int Deaths { get; set; }

        /// <summary>True when a session died while it was sent: what is sent again is sent with nothing else in flight.</summary>
        public bool IsSuspect => Deaths > 0 || _isSuspect;

        /// <summary>Why the death over the open attempt is none of its own; null when it may be, or there was none. In the ledger, so that later legs do not
        /// count it either.</summary>
        public string? DiedBeside { get; private set; }

        /// <summary>True when nothing else was in flight on the session as it died.</summary>
        public bool WasAlone { get; set; }

        /// <summary>True when the session died under a step that was to send it; whether the attempt was begun by then is in the ledger.</summary>
        public bool IsLost { get; set; }

        /// <summary>True when the site was asked about the open attempt.</summary>
        public bool IsAsked { get; set; }

        /// <summary>When the site first showed that the open attempt had not happened; null while it has not.</summary>
        public long? NotDoneSince { get; set; }

        /// <summary>How sending failed last; null when it did not, or its generation died.</summary>
        public WorkFailedException? Failure { get; set; }

        /// <summary>How looking failed for good.</summary>
        public WorkFailedException? CannotLook { get; set; }

        /// <summary>Another attempt begins.</summary>
        public void Forget() => (IsLost, IsAsked, NotDoneSince, Failure, CannotLook, DiedBeside) = (false, false, null, null, null, null);

        /// <summary>The attempt had begun when its session died.</summary>
        public void TakeDeath()
        {
            (IsLost, _isSuspect) = (false, true);
            Deaths += WasAlone ? 1 : 0;
            DiedBeside = WasAlone ? null : "the session died while other work was in flight beside it";
        }
    }

    /// <summary>What a step came to; nothing to write when nothing happened.</summary>
    private sealed record Outcome(StoredEffect Effect, EffectEvent? Happened, string? Text, bool IsAnswer = false)
    {
        public TimeSpan Wait { get; init; }
    }
}
