using System.Diagnostics;

namespace Holdfast;

/// <content>The one loop that opens, watches and recovers: single flight by construction.</content>
public sealed partial class SessionManager<TSession>
{
    private async Task SuperviseAsync()
    {
        SessionLease<TSession>? lost = null;
        int generation = 0;
        SessionLog.Opening(_logger, Name);
        try
        {
            while (!_stopping.IsCancellationRequested)
            {
                SessionLease<TSession> lease = await OpenAsync(lost, generation + 1).ConfigureAwait(false);
                generation = lease.Generation;
                if (!Publish(lease))
                {
                    return;
                }

                await WatchAsync(lease).ConfigureAwait(false);
                lost = lease;
            }
        }
        catch (Exception) when (_stopping.IsCancellationRequested)
        {
            // Closed by its owner.
        }
        catch (SessionUnavailableException exception)
        {
            await GiveUpAsync(exception).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // Nothing may end this loop in silence: every waiter would wait for ever.
            string reason = EvidenceText.Clean(exception.Message);
            SessionLog.SupervisionFailed(_logger, Name, reason);
            await GiveUpAsync(new SessionUnavailableException(
                $"Session '{Name}' was given up: its supervision failed: {reason}.", gaveUp: true, exception)).ConfigureAwait(false);
        }
    }

    private async Task GiveUpAsync(SessionUnavailableException reason)
    {
        // First what others wait for, then the closing, which may take its time.
        Enter(phase => phase.GiveUp(reason));
        await _opener.CloseAsync().ConfigureAwait(false);
    }

    /// <summary>Attempts until a generation is open or restart intensity says stop.</summary>
    private async Task<SessionLease<TSession>> OpenAsync(SessionLease<TSession>? lost, int generation)
    {
        using Activity? activity = HoldfastTelemetry.Activities.StartActivity(HoldfastTelemetry.SessionOpen);
        activity?.SetTag(HoldfastTelemetry.SessionName, Name);
        Exception? last = null;
        SessionLease<TSession>? lease = null;
        for (int attempt = 1; ; attempt++)
        {
            if (lost is not null || attempt > 1)
            {
                await WaitForCauseAsync(lost).ConfigureAwait(false);
                await TakeRestartAsync(lost, last, attempt).ConfigureAwait(false);
            }

            long started = _time.GetTimestamp();
            lease ??= new SessionLease<TSession>(this, generation);
            SessionParts left = Attempt(lease, lost, attempt);
            try
            {
                await _opener.OpenAsync(lease, lost, left, attempt, _stopped).ConfigureAwait(false);
                activity?.SetTag(HoldfastTelemetry.SessionGeneration, lease.Generation);
                activity?.SetTag(HoldfastTelemetry.SessionAttempts, attempt);
                activity?.SetStatus(ActivityStatusCode.Ok);
                SessionLog.Ready(_logger, Name, lease.Generation, _time.GetElapsedTime(started).TotalMilliseconds);
                CloseIncident(lost, IncidentOutcome.Recovered, lease.Generation);
                return lease;
            }
            catch (StepFailedException exception)
            {
                last = exception;
                activity?.SetStatus(ActivityStatusCode.Error, exception.Message);
                Enter(phase => phase.Fail(new FailedAttempt(attempt, exception.Step, exception.Reason)));
                SessionLog.AttemptFailed(_logger, Name, attempt, exception.Step, exception.Reason);
                if (exception.Final is { } final)
                {
                    // Another browser would end the same way, or lock the account.
                    throw GaveUp(lost, exception, final.Why);
                }

                if (lease.IsLost)
                {
                    // It died while it was being opened: that is a death like any other, with a record of its own.
                    CloseIncident(lost, IncidentOutcome.DiedAgain, lease.Generation);
                    (lost, lease, generation) = (lease, null, generation + 1);
                }
            }
        }
    }

    /// <summary>Enters an attempt to open a generation.</summary>
    /// <returns>What is left of the one before.</returns>
    /// <exception cref="OperationCanceledException">The owner has closed the session.</exception>
    private SessionParts Attempt(SessionLease<TSession> lease, SessionLease<TSession>? lost, int attempt)
    {
        SessionParts left = lost is null ? SessionParts.Nothing : attempt == 1 ? SessionParts.After(lost.Death!.Cause) : SessionParts.LoginAlone;
        return Enter(phase => phase.Attempt(lease, left)) is null ? throw new OperationCanceledException(_stopped) : left;
    }

    /// <summary>Waits until the cause is known. Ending the old browser earlier would silence what still names it.</summary>
    private async Task WaitForCauseAsync(SessionLease<TSession>? lost)
    {
        if (lost is not null)
        {
            // The gate closes a moment before the incident is begun; a lost task that has ended says that both are done.
            await lost.LostTask.WaitAsync(_stopped).ConfigureAwait(false);
            await lost.Death!.CauseKnown.WaitAsync(_stopped).ConfigureAwait(false);
        }
    }

    private async Task TakeRestartAsync(SessionLease<TSession>? lost, Exception? last, int attempt)
    {
        RecoveryOptions recovery = _options.Recovery;
        if (lost is not null && attempt == 1 && lost.Lived >= recovery.ResetIntensityAfter)
        {
            _intensity.Reset();
            _trialIntensity.Reset();
        }

        // What was on trial explains the death, but not why a browser could not be opened after it.
        bool afterTrial = attempt == 1 && lost is { Death.IsTrial: true };
        if (!(afterTrial ? _trialIntensity : _intensity).TryTake())
        {
            throw GaveUp(lost, last, afterTrial
                ? $"more than {recovery.MaxTrialRestarts} restarts within {recovery.Window} after work that was tried alone"
                : $"more than {recovery.MaxRestarts} restarts within {recovery.Window}");
        }

        // The jitter's only purpose is to spread; its source need not be secret.
        TimeSpan wait = Backoff.Before(attempt, recovery.BackoffBase, recovery.BackoffMax, Random.Shared.NextDouble());
        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, _time, _stopped).ConfigureAwait(false);
        }
    }

    private SessionUnavailableException GaveUp(SessionLease<TSession>? lost, Exception? last, string why)
    {
        CloseIncident(lost, IncidentOutcome.GaveUp, next: 0);
        string reason = EvidenceText.Clean(last?.Message ?? lost?.Death?.Cause.ToString());
        SessionLog.GaveUp(_logger, Name, why, reason);
        return new SessionUnavailableException($"Session '{Name}' was given up: {why}. Last failure: {reason}.", gaveUp: true, last);
    }

    /// <summary>Ends when the generation dies.</summary>
    /// <exception cref="SessionUnavailableException">The who-am-I hook failed of its own. Nothing died.</exception>
    private async Task WatchAsync(SessionLease<TSession> lease)
    {
        HealthWatch watch = new(
            lease,
            _options,
            token => ProbeAsync(lease, token),
            isSilent => Enter(phase => phase.Hear(lease, isSilent)),
            suspension => OnSuspended(lease, suspension),
            _time,
            _logger);
        Task watching = watch.RunAsync(_stopped);
        if (await Task.WhenAny(watching, _hookFault.Task).ConfigureAwait(false) == _hookFault.Task && !lease.IsLost)
        {
            StepFailedException failed = StepFailedException.Of("verify", await _hookFault.Task.ConfigureAwait(false));
            SessionUnavailableException reason = GaveUp(lost: null, failed, failed.Final!.Why);
            Enter(phase => phase.GiveUp(reason));
            await watching.ConfigureAwait(false);
            throw reason;
        }

        await watching.ConfigureAwait(false);
    }

    private void OnSuspended(SessionLease<TSession> lease, Suspension suspension)
    {
        Interlocked.Increment(ref _suspensions);
        _instruments?.Suspended(suspension.Duration);
        SessionLog.Suspended(_logger, Name, suspension.Duration.TotalSeconds, suspension.Asleep ? "the machine slept" : "the job was stopped or starved");
        int generation = lease.Generation;
        Write(WriteAsync((sink, token) => sink.RecordSuspensionAsync(Name, generation, suspension, token)));
    }
}
