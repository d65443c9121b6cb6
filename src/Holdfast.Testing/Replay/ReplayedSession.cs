namespace Holdfast.Testing;

/// <summary>A scripted session, and the manager that watches it, as the subject of a replay.</summary>
internal sealed class ReplayedSession(ScriptedManager<ScriptedTab> rig) : IReplaySubject
{
    private SessionLease<ScriptedTab>? _held;
    private ScriptedSession<ScriptedTab>? _first;
    private int _sentToTheDead;

    public async Task BeginAsync(IncidentScript script)
    {
        rig.Provider.Classify = static failure => failure is ReplayedFailureException { Cause: { } cause }
            ? new Verdict(VerdictKind.Dead, cause, "scripted")
            : Verdict.None;
        _held = await rig.LeaseAsync().ConfigureAwait(false);
        _first = rig.Provider.Last;
        new ReplayedSteps(script.Steps, rig.Clock).Script(rig);
        for (long call = script.InFlight; call < script.Admitted; call++)
        {
            await _held.GuardAsync(static _ => new ValueTask<bool>(true)).ConfigureAwait(false);
        }

        for (int call = 0; call < script.InFlight; call++)
        {
            Observe(_held.GuardAsync(static async token =>
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token).ConfigureAwait(false);
                return true;
            }).AsTask());
        }
    }

    public async Task PassAsync(TimeSpan span)
    {
        await rig.Clock.AdvanceThroughAsync(span, () => rig.NextStep).ConfigureAwait(false);

        // What comes next must not be counted to a death whose record is just being closed. One that still waits for its cause to stand needs the clock.
        await RealDeadline.Until(() => rig.IsWritten(mayBeOpen: false)
            || rig.Manager.Health.State is SessionState.Opening or SessionState.Recovering
            || rig.Clock.NextWait <= rig.Options.ConfirmTimeout).ConfigureAwait(false);
    }

    public void Suspend(TimedSuspension suspension)
    {
        if (suspension.Asleep)
        {
            rig.Clock.Sleep(suspension.Duration);
        }
        else
        {
            rig.Clock.Advance(suspension.Duration);
        }
    }

    public void Answer(ProbeResult probe) => rig.Provider.ProbeAnswer = probe;

    public void Report(Evidence evidence) => _first!.Report(evidence);

    public async Task CallAsync(TimedCalls calls)
    {
        for (int call = 0; call < calls.Count; call++)
        {
            bool wasLost = _held!.IsLost;
            try
            {
                await _held.UseAsync((_, _) =>
                {
                    if (wasLost)
                    {
                        Interlocked.Increment(ref _sentToTheDead);
                    }

                    return calls.Failure is { } failure
                        ? Task.FromException<bool>(new ReplayedFailureException(failure, calls.Cause))
                        : Task.FromResult(true);
                }).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is SessionLostException or ReplayedFailureException)
            {
                // What the lease makes of it is in the incident.
            }
        }
    }

    public async Task<ReplayResult> EndAsync()
    {
        await RealDeadline.Until(() =>
        {
            bool recovers = rig.Manager.Health.State is SessionState.Recovering or SessionState.Opening;
            if (!recovers && rig.IsWritten(mayBeOpen: false))
            {
                return true;
            }

            // Time goes on only for recovery, and for a cause to stand.
            if (rig.NextStep is { } next && next < TimeSpan.MaxValue && (recovers || !rig.IsWritten(mayBeOpen: true)))
            {
                rig.Clock.Advance(next);
            }

            return false;
        }).ConfigureAwait(false);
        SessionHealth health = rig.Manager.Health;
        return new ReplayResult
        {
            Incidents = rig.Incidents.Incidents,
            Launches = rig.Provider.Launch.Calls,
            Suspensions = health.Suspensions,
            SentToTheDead = _sentToTheDead,
        };
    }

    private static void Observe(Task task) => _ = task.ContinueWith(
        static ended => ended.Exception,
        CancellationToken.None,
        TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
        TaskScheduler.Default);
}
