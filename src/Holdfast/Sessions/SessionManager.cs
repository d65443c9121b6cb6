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
    private readonly ILoginVerifier? _verifier;
    private readonly IIncidentSink[] _sinks;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly SessionInstruments? _instruments;
    private readonly SessionOpener<TSession> _opener;
    private readonly RestartIntensity _intensity;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _startLock = new();
    private TaskCompletionSource<SessionLease<TSession>> _published = NewCompletion();
    private SessionLease<TSession>? _current;
    private SessionLease<TSession>? _newest;
    private Task? _supervision;
    private int _deaths;
    private int _disposed;
    private volatile bool _gaveUp;

    /// <summary>Makes a manager. Nothing is opened before the first lease.</summary>
    /// <param name="provider">Launches browsers.</param>
    /// <param name="options">How to supervise and recover; validated by whoever registers it.</param>
    /// <param name="verifier">Asks the site who we are; null when it cannot be asked.</param>
    /// <param name="sinks">Keep incidents; null for none.</param>
    /// <param name="time">The clock; null for the system's.</param>
    /// <param name="logger">Null for none.</param>
    /// <param name="meters">Null for no metrics.</param>
    public SessionManager(
        ISessionProvider<TSession> provider,
        IOptions<SessionOptions> options,
        ILoginVerifier? verifier = null,
        IEnumerable<IIncidentSink>? sinks = null,
        TimeProvider? time = null,
        ILogger<SessionManager<TSession>>? logger = null,
        IMeterFactory? meters = null)
    {
        ArgumentNullException.ThrowIfNull(provider);
        ArgumentNullException.ThrowIfNull(options);
        _options = options.Value;
        _verifier = verifier;
        _sinks = sinks?.ToArray() ?? [];
        _time = time ?? TimeProvider.System;
        _logger = logger ?? NullLogger<SessionManager<TSession>>.Instance;
        _opener = new SessionOpener<TSession>(provider, verifier, _options, _time, _logger);
        _intensity = new RestartIntensity(_options.Recovery.MaxRestarts, _options.Recovery.Window, _time);
        _instruments = SessionInstruments.Create(meters, _options.Name);
    }

    /// <inheritdoc/>
    public string Name => _options.Name;

    /// <inheritdoc/>
    public bool ShouldHalt => Volatile.Read(ref _current) is { IsLost: true };

    /// <inheritdoc/>
    public bool IsDeathCascade => Volatile.Read(ref _newest) is { IsLost: true, Symptoms: > 0 };

    /// <inheritdoc/>
    TimeProvider ILeaseOwner.Time => _time;

    /// <inheritdoc/>
    TimeSpan ILeaseOwner.ConfirmTimeout => _options.ConfirmTimeout;

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
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        await _stopping.CancelAsync().ConfigureAwait(false);
        Task supervision;
        lock (_startLock)
        {
            supervision = _supervision ??= Task.CompletedTask;
        }

        Volatile.Read(ref _newest)?.Retire();
        await supervision.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _opener.CloseAsync().ConfigureAwait(false);
        Refuse(new SessionUnavailableException($"Session '{Name}' was closed.", gaveUp: false, null));
        await FlushIncidentsAsync().ConfigureAwait(false);
        _stopping.Dispose();
    }

    /// <inheritdoc/>
    async Task<Identity> ILeaseOwner.WhoAmIAsync(LoginSnapshot login, CancellationToken cancellationToken)
    {
        if (_verifier is null)
        {
            return Identity.Unknown("nobody can be asked: no login verifier is registered");
        }

        using CancellationTokenSource deadline = new(_options.IdentityTimeout, _time);
        using CancellationTokenSource linked = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            return await _verifier.WhoAmIAsync(login, linked.Token).WaitAsync(linked.Token).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            return Identity.Unknown(EvidenceText.Clean(exception.Message));
        }
    }

    private static TaskCompletionSource<SessionLease<TSession>> NewCompletion() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Start()
    {
        if (Volatile.Read(ref _supervision) is null)
        {
            lock (_startLock)
            {
                _supervision ??= Task.Run(SuperviseAsync);
            }
        }
    }

    private void Publish(SessionLease<TSession> lease)
    {
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
