using System.Collections.Concurrent;

namespace Holdfast.Actions;

/// <summary>Writes the incidents and suspensions of the session that a run uses into the run's ledger. Thread safe.</summary>
/// <param name="ledger">The run's ledger.</param>
/// <param name="records">Writes to it, and tells whoever observes.</param>
internal sealed class LedgerIncidentSink(IRunLedger ledger, LegRecords records)
{
    // As long as the session itself waits for a record.
    private static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(10);

    // Deaths that happened while the run used the session, until it is known what became of them.
    private readonly ConcurrentDictionary<int, TaskCompletionSource> _open = new();

    /// <summary>Puts a death into the ledger's queue, as <see cref="IIncidentQueue.Enqueue"/> asks.</summary>
    public void Enqueue(Incident incident)
    {
        _open.TryAdd(incident.Generation, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        records.WriteAsync(() => ledger.RecordIncidentAsync(ledger.Writer, incident)).Observe();
    }

    /// <summary>Writes what is known of a death by now. Whose session had died before the run used it has nothing to do with that.</summary>
    public async Task RecordAsync(Incident incident)
    {
        if (!_open.TryGetValue(incident.Generation, out TaskCompletionSource? resolved))
        {
            return;
        }

        try
        {
            await records.WriteAsync(() => ledger.RecordIncidentAsync(ledger.Writer, incident), events => events.Recorded(incident)).ConfigureAwait(false);
        }
        finally
        {
            if (incident.Outcome != IncidentOutcome.Open)
            {
                _open.TryRemove(incident.Generation, out _);
                resolved.TrySetResult();
            }
        }
    }

    /// <summary>Writes a suspension.</summary>
    public Task RecordSuspensionAsync(int generation, Suspension suspension) => records.WriteAsync(
        () => ledger.RecordSuspensionAsync(ledger.Writer, new GenerationStamp(Session: 0, generation), suspension),
        events => events.Recorded(suspension));

    /// <summary>Waits until what became of each death is written, where that is known by now. A recovery that is still under way is not waited for: what
    /// comes of it is the next run's affair.</summary>
    /// <param name="sessions">The session.</param>
    /// <param name="time">The clock.</param>
    public async Task ResolvedAsync(ISessionManager sessions, TimeProvider time)
    {
        Task resolved = Task.WhenAll(_open.Values.Select(open => open.Task));
        if (!resolved.IsCompleted && sessions.Health.State is not (SessionState.Opening or SessionState.Recovering))
        {
            using CancellationTokenSource limit = new(s_longestWait, time);
            await resolved.WaitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
