namespace Holdfast.Testing;

/// <summary>A real session manager with everything around it scripted, on a clock of its own.</summary>
/// <typeparam name="TSession">What callers drive.</typeparam>
/// <param name="create">Makes what callers drive, given the launch's ordinal, from 1.</param>
/// <remarks>Thread safe. Change options before the first lease.</remarks>
public sealed class ScriptedManager<TSession>(Func<int, TSession> create) : IAsyncDisposable
    where TSession : class
{
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_short = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private SessionManager<TSession>? _manager;

    /// <summary>How the session is supervised. Attempts follow each other without a wait, so that a recovery passes while the clock stands
    /// still, and a session is looked after only every heartbeat; everything else has its default.</summary>
    public SessionOptions Options { get; } = new()
    {
        Name = "scripted",
        ProbePeriod = TimeSpan.FromSeconds(30),
        Recovery = { BackoffBase = TimeSpan.Zero },
    };

    /// <summary>The clock.</summary>
    public ScriptedClock Clock { get; } = new();

    /// <summary>The browsers' script.</summary>
    public ScriptedProvider<TSession> Provider { get; } = new(create);

    /// <summary>The site that says who we are; null when nobody can be asked.</summary>
    public ScriptedVerifier? Verifier { get; init; } = new();

    /// <summary>What was recorded.</summary>
    public IncidentRecorder Incidents { get; } = new();

    /// <summary>The manager; made when it is first asked for.</summary>
    public SessionManager<TSession> Manager
    {
        get
        {
            lock (_lock)
            {
                return _manager ??= new SessionManager<TSession>(
                    Provider, Microsoft.Extensions.Options.Options.Create(Options), Verifier, [Incidents], Clock);
            }
        }
    }

    /// <summary>Waits for a living generation.</summary>
    /// <returns>Its lease.</returns>
    /// <exception cref="SessionUnavailableException">The manager gave up, or was closed.</exception>
    /// <exception cref="TimeoutException">There was none within 60 s of real time.</exception>
    public Task<SessionLease<TSession>> LeaseAsync() => Manager.LeaseAsync().InTime();

    /// <summary>The newest browser dies, the time passes after which its cause stands, and recovery makes the next generation.</summary>
    /// <param name="cause">The cause. Default: the browser is gone.</param>
    /// <returns>The next generation's lease.</returns>
    /// <exception cref="SessionUnavailableException">The manager gave up.</exception>
    public Task<SessionLease<TSession>> DieAsync(LossCause cause = LossCause.BrowserExited)
    {
        Provider.Die(cause);
        Clock.Advance(Options.ConfirmTimeout);
        return LeaseAsync();
    }

    /// <summary>How far the clock may go: to the nearest end of a wait, and without end when nothing will happen any more. Null while somebody
    /// is busy whom a long step would overtake: who writes a record has a deadline.</summary>
    internal TimeSpan? NextStep
    {
        get
        {
            SessionState state = Manager.Health.State;
            if (state is SessionState.GivenUp or SessionState.Closed)
            {
                return TimeSpan.MaxValue;
            }

            // Read once: a wait that ends by itself right now must not look like none at all.
            TimeSpan? next = Clock.NextWait;
            return next <= s_short || IsWritten(state is SessionState.Recovering or SessionState.Opening) ? next : null;
        }
    }

    /// <summary>Every death is on record, with its outcome unless it may still be open.</summary>
    internal bool IsWritten(bool mayBeOpen) =>
        Incidents.Incidents is var incidents && incidents.Count == Manager.Health.Deaths
        && (mayBeOpen || incidents.All(incident => incident.Outcome != IncidentOutcome.Open));

    /// <summary>Closes the manager; the clock goes on until it is closed.</summary>
    /// <returns>A task that ends when it is closed.</returns>
    public async ValueTask DisposeAsync()
    {
        SessionManager<TSession>? manager;
        lock (_lock)
        {
            manager = _manager;
        }

        if (manager is not null)
        {
            // Closing needs no time, unless something hangs; only then may its deadlines pass. At once, they would overtake it.
            Task closing = manager.DisposeAsync().AsTask();
            await Task.WhenAny(closing, Task.Delay(s_grace, TimeProvider.System)).ConfigureAwait(false);
            await Clock.PumpAsync(closing, TimeSpan.FromSeconds(1)).ConfigureAwait(false);
        }
    }
}
