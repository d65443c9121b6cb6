namespace Holdfast;

/// <summary>Takes evidence of a death from the watchers of one browser, until it is closed.</summary>
/// <remarks>Thread safe, and never holds up a reporter; only the first report of a generation ends it.</remarks>
public interface IEvidenceSink
{
    /// <summary>Ends the generation that the reporting session serves now, or adds to the evidence of its death. Does nothing once it is closed.</summary>
    /// <param name="evidence">What was seen, as it was seen: it is cleaned here, once.</param>
    void Report(Evidence evidence);

    /// <summary>Takes no evidence from here on: what a browser that is ended on purpose, or whose launch is undone, still shows is no news. No report that
    /// began before is still on its way when this returns. Idempotent.</summary>
    void Close();
}
