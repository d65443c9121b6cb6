namespace Holdfast;

/// <summary>The one way from a browser's watchers to the generation that it serves now. A browser may serve several, one after the other.</summary>
internal sealed class EvidenceRelay(SessionLease target) : IEvidenceSink
{
    // Once the target was changed or the relay closed, no report that began before may still reach the old one: it could end a generation that an
    // ended browser no longer serves. Nothing foreign runs under the lock: a latch only signals.
    private readonly Lock _lock = new();
    private SessionLease? _target = target;

    /// <inheritdoc/>
    public void Report(Evidence evidence)
    {
        lock (_lock)
        {
            _target?.ReportDeath(evidence);
        }
    }

    /// <summary>The browser serves another generation from here on. A closed relay stays closed.</summary>
    public void Serve(SessionLease lease)
    {
        lock (_lock)
        {
            if (_target is not null)
            {
                _target = lease;
            }
        }
    }

    /// <inheritdoc/>
    public void Close()
    {
        lock (_lock)
        {
            _target = null;
        }
    }
}
