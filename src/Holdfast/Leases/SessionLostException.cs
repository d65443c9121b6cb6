namespace Holdfast;

/// <summary>The session died under a call, or before it. It says nothing about the call's own work.</summary>
/// <remarks>
/// It derives from <see cref="OperationCanceledException"/> so that retry layers leave it alone. Do not rely on the type alone: wrappers
/// lose it (a Polly time-out, <c>HttpClient</c> with the caller's token, <c>Parallel.ForEachAsync</c>). Ask the lease.
/// </remarks>
public sealed class SessionLostException : OperationCanceledException
{
    internal SessionLostException(string session, int generation, LossCause cause, Exception? inner, CancellationToken lost)
        : base($"Session '{session}' generation {generation} was lost: {cause}. The call was ended; the work is repeated on the next generation.", inner, lost)
    {
        Session = session;
        Generation = generation;
        Cause = cause;
    }

    /// <summary>The session's name.</summary>
    public string Session { get; }

    /// <summary>The generation that died, from 1.</summary>
    public int Generation { get; }

    /// <summary>The cause as known when this was thrown; the incident has the final one.</summary>
    public LossCause Cause { get; }
}
