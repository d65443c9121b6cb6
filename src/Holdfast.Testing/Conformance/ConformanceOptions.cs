namespace Holdfast.Testing;

/// <summary>What the conformance suite needs to know of an adapter.</summary>
/// <typeparam name="TSession">What a caller drives.</typeparam>
public sealed class ConformanceOptions<TSession>
    where TSession : class
{
    /// <summary>Makes a command that lasts for 30 s or longer on a healthy session, such as a script that waits. Called on the session's own
    /// thread; it must have been sent to the driver by the time that <see cref="CommandBegun"/> ends.</summary>
    public required Action<TSession> LongCommand { get; init; }

    /// <summary>Ends when <see cref="LongCommand"/> runs in the browser; null to take its call for its beginning.</summary>
    public Func<Task>? CommandBegun { get; init; }

    /// <summary>A short command that must work on every new generation.</summary>
    public required Action<TSession> ShortCommand { get; init; }

    /// <summary>Called before each fault with the fresh session, for whatever a page must be like; null for nothing.</summary>
    public Action<TSession>? Prepare { get; init; }

    /// <summary>Says who we are; null when the adapter is tested without a site. <see cref="FaultKind.ExpireLogin"/> needs it, and the adapter's
    /// own hook that makes the site forget the login.</summary>
    public ILoginVerifier? Verifier { get; init; }

    /// <summary>Counts the processes of the round's sessions that still run after their end, where the adapter itself cannot see them: a remote
    /// browser's. Default null: <see cref="IFaultTarget.RunningProcesses"/> tells.</summary>
    public Func<CancellationToken, Task<int>>? CountLeftBehind { get; init; }

    /// <summary>How the session is supervised. Default: as it comes, with as many restarts as there are faults.</summary>
    public SessionOptions Session { get; init; } = new() { Recovery = { MaxRestarts = 1000 } };

    /// <summary>The longest that one round may take. Default 2 min.</summary>
    public TimeSpan RoundTimeout { get; init; } = TimeSpan.FromMinutes(2);
}
