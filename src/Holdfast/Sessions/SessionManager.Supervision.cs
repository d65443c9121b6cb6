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
                Publish(lease);
                await WatchAsync(lease).ConfigureAwait(false);
                lost = lease;
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // Closed by its owner.
        }
        catch (SessionUnavailableException exception)
        {
            _gaveUp = true;
            await _opener.CloseAsync().ConfigureAwait(false);
            Volatile.Read(ref _newest)?.Retire();
            Volatile.Write(ref _current, _newest);
            Refuse(exception);
        }
    }

    /// <summary>Attempts until a generation is open or restart intensity says stop.</summary>
    private async Task<SessionLease<TSession>> OpenAsync(SessionLease<TSession>? lost, int generation)
    {
        using Activity? activity = HoldfastTelemetry.Activities.StartActivity("holdfast.session.open");
        activity?.SetTag("session", Name);
        Exception? last = null;
        SessionLease<TSession>? lease = null;
        for (int attempt = 1; ; attempt++)
        {
            if (lost is not null || attempt > 1)
            {
                await TakeRestartAsync(lost, last, attempt).ConfigureAwait(false);
            }

            long started = _time.GetTimestamp();
            if (lease is null)
            {
                lease = new SessionLease<TSession>(this, generation);
                Volatile.Write(ref _newest, lease);
            }

            try
            {
                await _opener.OpenAsync(lease, lost, attempt, _stopping.Token).ConfigureAwait(false);
                activity?.SetTag("generation", lease.Generation);
                SessionLog.Ready(_logger, Name, lease.Generation, _time.GetElapsedTime(started).TotalMilliseconds);
                CloseIncident(lost, IncidentOutcome.Recovered, lease.Generation);
                return lease;
            }
            catch (StepFailedException exception)
            {
                last = exception;
                SessionLog.AttemptFailed(_logger, Name, attempt, exception.Step, exception.Reason);
                if (lease.IsLost)
                {
                    // It died while it was being opened: that is a death like any other, with a record of its own.
                    CloseIncident(lost, IncidentOutcome.DiedAgain, lease.Generation);
                    (lost, lease, generation) = (lease, null, generation + 1);
                }
            }
        }
    }

    private async Task TakeRestartAsync(SessionLease<TSession>? lost, Exception? last, int attempt)
    {
        RecoveryOptions recovery = _options.Recovery;
        if (lost is not null && attempt == 1 && lost.Lived >= recovery.HealthySpell)
        {
            _intensity.Reset();
        }

        if (!_intensity.TryTake())
        {
            CloseIncident(lost, IncidentOutcome.GaveUp, next: 0);
            string reason = EvidenceText.Clean(last?.Message ?? lost?.Death?.Cause.ToString());
            SessionLog.GaveUp(_logger, Name, recovery.MaxRestarts, recovery.Window, reason);
            throw new SessionUnavailableException(
                $"Session '{Name}' was given up: more than {recovery.MaxRestarts} restarts within {recovery.Window}. Last failure: {reason}.",
                gaveUp: true,
                last);
        }

        // The jitter's only purpose is to spread; its source need not be secret.
        TimeSpan wait = Backoff.Before(attempt, recovery.BackoffBase, recovery.BackoffMax, Random.Shared.NextDouble());
        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, _time, _stopping.Token).ConfigureAwait(false);
        }
    }

    /// <summary>Ends when the generation dies. Probes it whenever it has been idle and quiet for the heartbeat interval.</summary>
    private async Task WatchAsync(SessionLease<TSession> lease)
    {
        TimeSpan wait = _options.HeartbeatInterval;
        while (!lease.IsLost)
        {
            try
            {
                await lease.LostTask.WaitAsync(wait, _time, _stopping.Token).ConfigureAwait(false);
                return;
            }
            catch (TimeoutException)
            {
                TimeSpan quiet = _time.GetElapsedTime(lease.Heartbeat);
                if (quiet >= _options.HeartbeatInterval && lease.InFlight == 0)
                {
                    await ProbeAsync(lease, _stopping.Token).ConfigureAwait(false);
                    quiet = TimeSpan.Zero;
                }

                wait = lease.InFlight > 0 || quiet >= _options.HeartbeatInterval
                    ? _options.HeartbeatInterval
                    : _options.HeartbeatInterval - quiet;
            }
        }
    }
}
