using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Holdfast;

/// <summary>Owns one session through all its generations: opens it, notices its death once, recovers it, and gives up when that is hopeless.</summary>
/// <typeparam name="TSession">What a caller drives, such as Selenium's <c>IWebDriver</c>.</typeparam>
/// <remarks>Thread safe. Only the manager opens, recovers and ends sessions; callers lease them.</remarks>
public sealed partial class SessionManager<TSession> : ISessionManager, ILeaseOwner
    where TSession : class
{
    private readonly SessionOptions _options;
    private readonly LoginQuestion _question;
    private readonly IIncidentSink[] _sinks;
    private readonly IIncidentQueue[] _queues;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly SessionInstruments? _instruments;
    private readonly SessionOpener<TSession> _opener;
    private readonly RestartIntensity _intensity;
    private readonly RestartIntensity _trialIntensity;
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationToken _stopped;
    private int _deaths;
    private int _suspensions;
    private Task? _disposal;

    /// <summary>Makes a manager. Nothing is opened before the first lease.</summary>
    /// <param name="provider">Launches browsers.</param>
    /// <param name="options">How to supervise and recover; validated by whoever registers it.</param>
    /// <param name="verifier">Asks the site who we are; null when it cannot be asked.</param>
    /// <param name="sinks">Keep incidents; null for none.</param>
    /// <param name="time">The clock; null for the system's.</param>
    /// <param name="logger">Null for none.</param>
    /// <param name="meters">Null for no metrics.</param>
    /// <param name="loginLimit">Counts refused logins over all starts; null when nobody does.</param>
    public SessionManager(
        ISessionProvider<TSession> provider,
        IOptions<SessionOptions> options,
        ILoginVerifier? verifier = null,
        IEnumerable<IIncidentSink>? sinks = null,
        TimeProvider? time = null,
        ILogger<SessionManager<TSession>>? logger = null,
        IMeterFactory? meters = null,
        ILoginLimit? loginLimit = null)
    {
        ArgumentNullException.ThrowIfNull(provider);
        ArgumentNullException.ThrowIfNull(options);
        _stopped = _stopping.Token;
        _options = options.Value;
        _sinks = sinks?.ToArray() ?? [];
        _queues = [.. _sinks.OfType<IIncidentQueue>()];
        _time = time ?? TimeProvider.System;
        _logger = logger ?? NullLogger<SessionManager<TSession>>.Instance;
        _question = new LoginQuestion(verifier, _options.IdentityTimeout, _time);
        _opener = new SessionOpener<TSession>(provider, _question, loginLimit, _options, _time, _logger);
        _intensity = new RestartIntensity(_options.Recovery.MaxRestarts, _options.Recovery.Window, _time);
        _trialIntensity = new RestartIntensity(_options.Recovery.MaxTrialRestarts, _options.Recovery.Window, _time);
        _instruments = SessionInstruments.Create(meters, _options.Name);
    }

    /// <inheritdoc/>
    public string Name => _options.Name;

    /// <inheritdoc/>
    public bool ShouldHalt => Phase.Held is { IsLost: true };

    /// <inheritdoc/>
    public bool IsDeathCascade => Phase.Shown is { IsLost: true, IsRetired: false, Symptoms: > 0 };

    /// <inheritdoc/>
    TimeProvider ILeaseOwner.Time => _time;

    /// <inheritdoc/>
    TimeSpan ILeaseOwner.ConfirmTimeout => _options.ConfirmTimeout;

    /// <inheritdoc/>
    LoginQuestion ILeaseOwner.Question => _question;

    /// <inheritdoc/>
    TimeSpan ILeaseOwner.SiteOutage => _options.Recovery.SiteOutage;

    /// <inheritdoc/>
    TimeSpan ILeaseOwner.CaptureTimeout => _options.Recovery.RestoreTimeout;

    /// <inheritdoc/>
    void ILeaseOwner.OnLoginRenewed(SessionLease lease) => SessionLog.LoginRenewed(_logger, Name, lease.Generation);

    void ILeaseOwner.OnSiteBlocked(string seen) => SessionLog.WaitsForSite(_logger, Name, EvidenceText.Clean(seen));

    /// <summary>Waits for a living generation; the first call opens the session.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The current generation's lease.</returns>
    /// <exception cref="SessionUnavailableException">The manager gave up, or was closed.</exception>
    public Task<SessionLease<TSession>> LeaseAsync(CancellationToken cancellationToken = default)
    {
        SessionPhase<TSession> phase = Phase;
        return phase is { Kind: PhaseKind.Live, Held.IsLost: false } ? phase.Promise.Task : NextLeaseAsync(cancellationToken);
    }

    /// <inheritdoc/>
    async Task<SessionLease> ISessionManager.LeaseAsync(CancellationToken cancellationToken) =>
        await LeaseAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>Ends the session and everything in flight on it, without an incident. Idempotent.</summary>
    /// <returns>A task that ends when no process is left.</returns>
    public ValueTask DisposeAsync()
    {
        lock (_phaseLock)
        {
            // On the pool: nothing foreign runs under the lock.
            return new ValueTask(_disposal ??= Task.Run(CloseAsync));
        }
    }

    private async Task<SessionLease<TSession>> NextLeaseAsync(CancellationToken cancellationToken)
    {
        Start();
        while (true)
        {
            SessionLease<TSession> lease = await Phase.Promise.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
            if (!lease.IsLost)
            {
                return lease;
            }

            // Whoever closed its gate has entered the next phase when this ends.
            await lease.LostTask.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task CloseAsync()
    {
        // Cancelled first, so that the end of the lease starts no recovery.
        Task cancelling = _stopping.CancelAsync();
        SessionUnavailableException reason = new($"Session '{Name}' was closed.", gaveUp: false, null);
        SessionPhase<TSession> last = Enter(phase => phase.Close(reason)) ?? Phase;
        await RetireAsync(last.Held).ConfigureAwait(false);
        await RetireAsync(last.Newest).ConfigureAwait(false);
        await cancelling.ConfigureAwait(false);
        await (_supervision ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _opener.CloseAsync().ConfigureAwait(false);
        await FlushIncidentsAsync().ConfigureAwait(false);
        _stopping.Dispose();
    }

    /// <summary>Ends a generation that has not died, and waits until its latch has done all it does.</summary>
    private static Task RetireAsync(SessionLease? lease)
    {
        lease?.Retire();
        return lease?.LostTask ?? Task.CompletedTask;
    }
}
