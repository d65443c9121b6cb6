using System.Collections.Concurrent;

namespace Holdfast;

/// <content>One incident for each death.</content>
public sealed partial class SessionManager<TSession>
{
    // One chain of writes for each dead generation: frozen first, outcome after it.
    private readonly ConcurrentDictionary<int, Task> _writes = new();

    /// <inheritdoc/>
    void ILeaseOwner.OnLatched(SessionLease lease)
    {
        if (_stopping.IsCancellationRequested || _gaveUp)
        {
            return;
        }

        Interlocked.Increment(ref _deaths);
        _writes[lease.Generation] = FreezeAsync(lease, lease.Death!);
    }

    /// <summary>Stronger evidence may rename the cause until now; from here on it stands.</summary>
    private async Task FreezeAsync(SessionLease lease, Death death)
    {
        await Task.Delay(_options.ConfirmTimeout, _time, _stopping.Token)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        death.Freeze();
        SessionLog.Died(_logger, Name, lease.Generation, death.Cause, death.InFlight, FirstSymptom(lease, death));
        _instruments?.Died(death.Cause);
        await WriteAsync(death.ToIncident(Name, lease.Generation, lease.Symptoms, IncidentOutcome.Open)).ConfigureAwait(false);
    }

    private void CloseIncident(SessionLease<TSession>? lost, IncidentOutcome outcome, int next)
    {
        if (lost?.Death is not { } death || !_writes.TryGetValue(lost.Generation, out Task? frozen))
        {
            return;
        }

        TimeSpan duration = _time.GetElapsedTime(death.LatchedAt);
        Incident incident = death.ToIncident(Name, lost.Generation, lost.Symptoms, outcome);
        _instruments?.Ended(outcome, duration);

        _writes[lost.Generation] = WriteOutcomeAsync();

        async Task WriteOutcomeAsync()
        {
            await frozen.ConfigureAwait(false);
            if (outcome == IncidentOutcome.Recovered)
            {
                SessionLog.Recovered(_logger, Name, lost.Generation, next, duration.TotalMilliseconds, lost.Symptoms);
            }

            // The cause may have been renamed between the outcome and the freeze.
            await WriteAsync(incident with { Cause = death.Cause, SymptomsSuppressed = lost.Symptoms }).ConfigureAwait(false);
            _writes.TryRemove(lost.Generation, out _);
        }
    }

    private async Task WriteAsync(Incident incident)
    {
        foreach (IIncidentSink sink in _sinks)
        {
            try
            {
                await sink.RecordAsync(incident, CancellationToken.None).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                SessionLog.SinkFailed(_logger, sink.GetType().Name, EvidenceText.Clean(exception.Message));
            }
        }
    }

    private Task FlushIncidentsAsync() => Task.WhenAll(_writes.Values);

    private string FirstSymptom(SessionLease lease, Death death) =>
        death.ToIncident(Name, lease.Generation, 0, IncidentOutcome.Open).FirstSymptom;
}
