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
    private readonly Lock _startLock = new();
    private TaskCompletionSource<SessionLease<TSession>> _published = NewCompletion();
    private SessionLease<TSession>? _current;
    private SessionLease<TSession>? _newest;
    private Task? _supervision;
    private FailedAttempt? _failedAttempt;
    private int _deaths;
    private int _suspensions;
    private Task? _disposal;
    private volatile bool _gaveUp;

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
    public bool ShouldHalt => Volatile.Read(ref _current) is { IsLost: true };

    /// <inheritdoc/>
    public bool IsDeathCascade => Shown is { IsLost: true, IsRetired: false, Symptoms: > 0 };

    /// <inheritdoc/>
    TimeProvider ILeaseOwner.Time => _time;

    /// <inheritdoc/>
    TimeSpan ILeaseOwner.ConfirmTimeout => _options.ConfirmTimeout;

    /// <inheritdoc/>
    LoginQuestion ILeaseOwner.Question => _question;

    /// <inheritdoc/>
    TimeSpan ILeaseOwner.CaptureTimeout => _options.Recovery.RestoreTimeout;

    /// <summary>Waits for a living generation; the first call opens the session.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The current generation's lease.</returns>
    /// <exception cref="SessionUnavailableException">The manager gave up, or was closed.</exception>
    public async Task<SessionLease<TSession>> LeaseAsync(CancellationToken cancellationToken = default)
    {
        Start();
        while (true)
        {
            TaskCompletionSource<SessionLease<TSession>> published = Volatile.Read(ref _published);
            SessionLease<TSession> lease = await published.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
            if (!lease.IsLost)
            {
                return lease;
            }

            Interlocked.CompareExchange(ref _published, NewCompletion(), published);
        }
    }

    /// <inheritdoc/>
    async Task<SessionLease> ISessionManager.LeaseAsync(CancellationToken cancellationToken) =>
        await LeaseAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>Ends the session and everything in flight on it, without an incident. Idempotent.</summary>
    /// <returns>A task that ends when no process is left.</returns>
    public ValueTask DisposeAsync()
    {
        lock (_startLock)
        {
            // On the pool: nothing foreign runs under the lock.
            return new ValueTask(_disposal ??= Task.Run(CloseAsync));
        }
    }

    /// <summary>The generation that callers see: the last that was published, or the first while it is being opened.</summary>
    private SessionLease<TSession>? Shown => Volatile.Read(ref _current) ?? Volatile.Read(ref _newest);

    private static TaskCompletionSource<SessionLease<TSession>> NewCompletion() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Start()
    {
        if (Volatile.Read(ref _supervision) is not null)
        {
            return;
        }

        lock (_startLock)
        {
            // The loop outlives the caller who happens to be first; it must not inherit that caller's activity and async-locals.
            AsyncFlowControl? flow = ExecutionContext.IsFlowSuppressed() ? null : ExecutionContext.SuppressFlow();
            try
            {
                _supervision ??= Task.Run(SuperviseAsync);
            }
            finally
            {
                flow?.Undo();
            }
        }
    }

    private async Task CloseAsync()
    {
        // Cancelled first, so that the end of the lease starts no recovery.
        Task cancelling = _stopping.CancelAsync();
        Task supervision;
        lock (_startLock)
        {
            supervision = _supervision ??= Task.CompletedTask;
        }

        Volatile.Read(ref _newest)?.Retire();
        await cancelling.ConfigureAwait(false);
        await supervision.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        // The loop may have made one more lease before it saw the end.
        if (Volatile.Read(ref _newest) is { } newest)
        {
            newest.Retire();
            await newest.LostTask.ConfigureAwait(false);
        }

        Refuse(new SessionUnavailableException($"Session '{Name}' was closed.", gaveUp: false, null));
        await _opener.CloseAsync().ConfigureAwait(false);
        await FlushIncidentsAsync().ConfigureAwait(false);
        _stopping.Dispose();
    }

    private void Publish(SessionLease<TSession> lease)
    {
        lease.MarkPublished();
        Volatile.Write(ref _current, lease);
        while (true)
        {
            TaskCompletionSource<SessionLease<TSession>> published = Volatile.Read(ref _published);
            if (published.TrySetResult(lease))
            {
                return;
            }

            Interlocked.CompareExchange(ref _published, NewCompletion(), published);
        }
    }

    /// <summary>From here on nobody gets a lease any more.</summary>
    private void Refuse(SessionUnavailableException reason)
    {
        TaskCompletionSource<SessionLease<TSession>> refused = NewCompletion();
        refused.SetException(reason);
        _ = refused.Task.Exception;
        TaskCompletionSource<SessionLease<TSession>> before = Interlocked.Exchange(ref _published, refused);
        if (before.TrySetException(reason))
        {
            _ = before.Task.Exception;
        }
    }
}
