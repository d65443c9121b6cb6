namespace Holdfast;

/// <summary>Takes evidence of a death from an adapter's watchers.</summary>
/// <remarks>Thread safe and non-blocking for the reporter; only the first report of a generation ends it.</remarks>
public interface IEvidenceSink
{
    /// <summary>Ends the generation that the reporting session serves now, or adds to the evidence of its death.</summary>
    /// <param name="evidence">What was seen.</param>
    void Report(Evidence evidence);
}
