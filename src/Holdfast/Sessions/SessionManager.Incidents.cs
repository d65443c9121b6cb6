using System.Collections.Concurrent;

namespace Holdfast;

/// <content>One incident for each death, and the suspensions, for whoever keeps them.</content>
public sealed partial class SessionManager<TSession>
{
    // A sink that hangs must hold up neither the next record nor the closing of the manager.
    private static readonly TimeSpan s_sinkTimeout = TimeSpan.FromSeconds(10);

    // Dead generations whose outcome is not known yet.
    private readonly ConcurrentDictionary<int, (SessionLease Lease, Task Frozen)> _open = new();

    // Touched by the supervising loop, which also awaits the watch that notes suspensions, and by the closing of the manager after the loop
    // has ended: never by two threads at once.
    private readonly List<Task> _writing = [];

    /// <inheritdoc/>
    void ILeaseOwner.OnLatched(SessionLease lease)
    {
        if (lease.Death is { IsRetirement: false } death)
        {
            Interlocked.Increment(ref _deaths);
            Enqueue(Open(lease, death));
            _open[lease.Generation] = (lease, FreezeAsync(lease, death));
            Enter(phase => phase.Lose(lease));
        }
    }

    /// <summary>Before the lost token fires, so that no queue has anything of the next generation before this: a job that is killed a moment
    /// later has told of the death, or has written nothing since.</summary>
    private void Enqueue(Incident incident)
    {
        foreach (IIncidentQueue queue in _queues)
        {
            queue.Enqueue(incident);
        }
    }

    private Incident Open(SessionLease lease, Death death) =>
        death.ToIncident(Name, lease.Generation, lease.Symptoms, IncidentOutcome.Open, duration: null);

    /// <summary>Stronger evidence may rename the cause until now; from here on it stands.</summary>
    private async Task FreezeAsync(SessionLease lease, Death death)
    {
        await Task.Delay(_options.ConfirmTimeout, _time, _stopped)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        death.Freeze();
        SessionLog.Died(_logger, Name, lease.Generation, death.Cause, death.InFlight, death.FirstSymptom);
        _instruments?.Died(death.Cause);
        await WriteAsync(Open(lease, death)).ConfigureAwait(false);
    }

    /// <summary>Notes the outcome, once: later calls for the same generation do nothing.</summary>
    private void CloseIncident(SessionLease? lost, IncidentOutcome outcome, int next)
    {
        if (lost?.Death is not { } death || !_open.TryRemove(lost.Generation, out (SessionLease Lease, Task Frozen) open))
        {
            return;
        }

        TimeSpan duration = _time.GetElapsedTime(death.LatchedAt);
        Write(WriteOutcomeAsync());

        async Task WriteOutcomeAsync()
        {
            // Never on the thread that recovers: a slow sink is no reason to wait with the next generation.
            await open.Frozen.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
            _instruments?.Ended(outcome, duration);
            if (outcome == IncidentOutcome.Recovered)
            {
                SessionLog.Recovered(_logger, Name, lost.Generation, next, duration.TotalMilliseconds, lost.Symptoms);
            }

            await WriteAsync(death.ToIncident(Name, lost.Generation, lost.Symptoms, outcome, duration)).ConfigureAwait(false);
        }
    }

    /// <summary>Keeps a record that is being written in sight until the manager closes.</summary>
    private void Write(Task record)
    {
        _writing.RemoveAll(static task => task.IsCompleted);
        _writing.Add(record);
    }

    private Task WriteAsync(Incident incident) => WriteAsync((sink, token) => sink.RecordAsync(incident, token));

    private Task WriteAsync(Func<IIncidentSink, CancellationToken, Task> record) => Task.WhenAll(_sinks.Select(sink => WriteAsync(sink, record)));

    private async Task WriteAsync(IIncidentSink sink, Func<IIncidentSink, CancellationToken, Task> record)
    {
        using CancellationTokenSource deadline = new(s_sinkTimeout, _time);
        CancellationToken token = deadline.Token;
        try
        {
            await Task.Run(() => record(sink, token), CancellationToken.None).WaitObservedAsync(token).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            SessionLog.SinkFailed(_logger, sink.GetType().Name, token.IsCancellationRequested
                ? $"no end within {s_sinkTimeout.TotalSeconds:0} s"
                : EvidenceText.Clean(exception.Message));
        }
    }

    /// <summary>Closes what is open and waits for every record.</summary>
    private async Task FlushIncidentsAsync()
    {
        foreach ((SessionLease lease, _) in _open.Values)
        {
            CloseIncident(lease, IncidentOutcome.Closed, next: 0);
        }

        await Task.WhenAll(_writing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
