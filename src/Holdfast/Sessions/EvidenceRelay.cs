namespace Holdfast;

/// <summary>Carries a browser's evidence to the generation that it serves now. A browser may serve several, one after the other.</summary>
internal sealed class EvidenceRelay(SessionLease target) : IEvidenceSink
{
    // Once the target was changed, no report that began before may still reach the old one: it could end a generation that an ended
    // browser no longer serves. Nothing foreign runs under the lock: a latch only signals.
    private readonly Lock _lock = new();
    private SessionLease? _target = target;

    public void Report(Evidence evidence)
    {
        lock (_lock)
        {
            _target?.ReportDeath(evidence);
        }
    }

    public void PointTo(SessionLease? lease)
    {
        lock (_lock)
        {
            _target = lease;
        }
    }
}
