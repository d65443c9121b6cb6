namespace Holdfast;

/// <summary>Carries a browser's evidence to the generation that it serves now. A browser may serve several, one after the other.</summary>
internal sealed class EvidenceRelay(SessionLease target) : IEvidenceSink
{
    private volatile SessionLease? _target = target;

    public void Report(Evidence evidence) => _target?.ReportDeath(evidence);

    public void PointTo(SessionLease? lease) => _target = lease;
}
