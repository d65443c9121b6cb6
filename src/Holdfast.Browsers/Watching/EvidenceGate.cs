namespace Holdfast.Browsers;

/// <summary>Passes evidence on until the session is ended by us: what happens then is no news.</summary>
/// <param name="sink">Where evidence goes.</param>
internal sealed class EvidenceGate(IEvidenceSink sink)
{
    private volatile bool _closed;

    /// <summary>Reports unless closed.</summary>
    public void Report(LossCause cause, EvidenceStrength strength, string source, string detail)
    {
        if (!_closed)
        {
            sink.Report(new Evidence(cause, strength, source, EvidenceText.Clean(detail)));
        }
    }

    /// <summary>Reports nothing from here on.</summary>
    public void Close() => _closed = true;
}
