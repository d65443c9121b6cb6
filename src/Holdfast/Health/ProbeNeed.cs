namespace Holdfast;

/// <summary>Decides whether a session must be asked for a sign of life. A session that answers its calls is never asked.</summary>
internal static class ProbeNeed
{
    /// <summary>The decision.</summary>
    /// <param name="quiet">Since the last good answer of any kind.</param>
    /// <param name="command">How long the driver has been at its current command; null when it has none.</param>
    /// <param name="inFlight">Calls that wait for an answer.</param>
    /// <param name="options">The periods.</param>
    /// <returns>True when it must be asked now.</returns>
    public static bool IsDue(TimeSpan quiet, TimeSpan? command, int inFlight, SessionOptions options) =>
        quiet >= options.HeartbeatInterval
        || (inFlight > 0 && quiet >= options.ProbePeriod)
        || command >= options.ProbePeriod;
}
