namespace Holdfast.Testing;

/// <summary>Keeps every version of every incident, and tells when one comes; keeps suspensions as well.</summary>
/// <remarks>Thread safe.</remarks>
public sealed class IncidentRecorder : IIncidentSink
{
    private readonly Lock _lock = new();
    private readonly List<Incident> _records = [];
    private readonly List<Suspension> _suspensions = [];
    private readonly List<(Func<Incident, bool> Match, TaskCompletionSource<Incident> Found)> _waiters = [];

    /// <summary>Each record, after it was kept: a sink that fails or hangs.</summary>
    public ScriptedStep Recorded { get; } = new();

    /// <summary>Everything that was recorded, in order: an incident comes once when its cause stands, and again with its outcome.</summary>
    public IReadOnlyList<Incident> Records
    {
        get
        {
            lock (_lock)
            {
                return [.. _records];
            }
        }
    }

    /// <summary>The newest version of each incident, by generation: one with an outcome is newer than one without, also when that was given up and
    /// comes late.</summary>
    public IReadOnlyList<Incident> Incidents =>
    [
        .. Records.GroupBy(record => (record.Session, record.Generation))
            .Select(versions => versions.LastOrDefault(version => version.Outcome != IncidentOutcome.Open) ?? versions.Last())
            .OrderBy(incident => incident.Generation),
    ];

    /// <summary>Every suspension, in order.</summary>
    public IReadOnlyList<Suspension> Suspensions
    {
        get
        {
            lock (_lock)
            {
                return [.. _suspensions];
            }
        }
    }

    /// <inheritdoc/>
    public Task RecordSuspensionAsync(string session, int generation, Suspension suspension, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _suspensions.Add(suspension);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task RecordAsync(Incident incident, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _records.Add(incident);
            foreach ((Func<Incident, bool> match, TaskCompletionSource<Incident> found) in _waiters)
            {
                if (match(incident))
                {
                    found.TrySetResult(incident);
                }
            }
        }

        await Recorded.RunAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Waits for a record.</summary>
    /// <param name="match">Which one.</param>
    /// <returns>The first record that matches, also when it came before.</returns>
    /// <exception cref="TimeoutException">None came within 60 s of real time.</exception>
    public Task<Incident> FirstAsync(Func<Incident, bool> match)
    {
        ArgumentNullException.ThrowIfNull(match);
        lock (_lock)
        {
            if (_records.Find(record => match(record)) is { } known)
            {
                return Task.FromResult(known);
            }

            TaskCompletionSource<Incident> found = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiters.Add((match, found));
            return found.Task.InTime();
        }
    }

    /// <summary>Waits for what came of a death.</summary>
    /// <param name="generation">The generation that died, from 1.</param>
    /// <param name="outcome">The outcome.</param>
    /// <returns>The incident with that outcome.</returns>
    /// <exception cref="TimeoutException">It did not come within 60 s of real time.</exception>
    public Task<Incident> OutcomeAsync(int generation, IncidentOutcome outcome) =>
        FirstAsync(incident => incident.Generation == generation && incident.Outcome == outcome);
}
