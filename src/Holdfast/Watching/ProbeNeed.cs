namespace Holdfast;

/// <summary>Decides whether a session must be asked for a sign of life. A session that answers its calls is never asked.</summary>
internal static class ProbeNeed
{
    private static readonly TimeSpan s_shortest = TimeSpan.FromMilliseconds(10);

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

    /// <summary>How long to rest before the need is looked at again: until it may arise, and no longer than a period, because a call may
    /// begin meanwhile.</summary>
    /// <param name="quiet">As for <see cref="IsDue"/>.</param>
    /// <param name="command">As for <see cref="IsDue"/>.</param>
    /// <param name="inFlight">As for <see cref="IsDue"/>.</param>
    /// <param name="options">The periods.</param>
    /// <returns>The span; never less than 10 ms.</returns>
    public static TimeSpan Rest(TimeSpan quiet, TimeSpan? command, int inFlight, SessionOptions options)
    {
        TimeSpan rest = Min(options.ProbePeriod, options.HeartbeatInterval);
        if (inFlight > 0 && quiet < options.ProbePeriod)
        {
            rest = Min(rest, options.ProbePeriod - quiet);
        }

        if (command is { } age && age < options.ProbePeriod)
        {
            rest = Min(rest, options.ProbePeriod - age);
        }

        return rest < s_shortest ? s_shortest : rest;
    }

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
