namespace Holdfast.Tests;

/// <summary>Keeps every version of every incident, and tells when one comes.</summary>
internal sealed class RecordingSink : IIncidentSink
{
    private readonly Lock _lock = new();
    private readonly List<Incident> _records = [];
    private readonly List<(Func<Incident, bool> Match, TaskCompletionSource<Incident> Found)> _waiters = [];

    public Step Recorded { get; } = new();

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

        await Recorded.RunAsync(cancellationToken);
    }

    public Task<Incident> FirstAsync(Func<Incident, bool> match)
    {
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

    public Task<Incident> OutcomeAsync(int generation, IncidentOutcome outcome) =>
        FirstAsync(incident => incident.Generation == generation && incident.Outcome == outcome);
}
