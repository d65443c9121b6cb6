using System.Diagnostics.CodeAnalysis;

namespace Holdfast;

/// <summary>The only way to reach a session: leave to use one generation of it, until that generation dies.</summary>
/// <remarks>
/// Everyone who asks while a generation lives gets the same lease. Thread safe. A lease that was lost stays lost; ask the manager for the
/// next one. It need not be given back.
/// </remarks>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification =
    "The token source has no timer and no wait handle, and late callers must be able to ask it.")]
public abstract partial class SessionLease
{
    private readonly CancellationTokenSource _lost = new();
    private readonly TaskCompletionSource _lostTask = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ILeaseOwner _owner;
    private HeldSecrets? _secrets;
    private long _published;
    private AdmissionGate _gate;
    private Death? _death;
    private TaskCompletionSource? _drained;
    private long _completed;
    private long _heartbeat;
    private int _symptoms;

    private protected SessionLease(ILeaseOwner owner, int generation)
    {
        _owner = owner;
        Generation = generation;
        Lost = _lost.Token;
    }

    /// <summary>The session's name.</summary>
    public string SessionName => _owner.Name;

    /// <summary>The generation's ordinal within its manager, from 1.</summary>
    public int Generation { get; }

    /// <summary>Fires once, when the generation dies. Callbacks run on the thread pool.</summary>
    public CancellationToken Lost { get; }

    /// <summary>True once the generation is dead. One volatile read.</summary>
    public bool IsLost => _gate.IsDead;

    /// <summary>The cookies and headers that API calls ride on, as last proven; null before the login was captured.</summary>
    public LoginSnapshot? Login
    {
        get;
        private set
        {
            LazyInitializer.EnsureInitialized(ref _secrets).PutLogin(value);
            field = value;
        }
    }

    /// <summary>Who the site says we are; null when nobody asked.</summary>
    public string? MemberName => _owner.Question.Member;

    private protected ILeaseOwner Owner => _owner;

    /// <summary>Ends when the generation dies. Continuations never run on the thread that noticed.</summary>
    internal Task LostTask => _lostTask.Task;

    /// <summary>How many calls were admitted after the death: none, by construction. What a drill shows.</summary>
    public long AdmittedAfterDeath => _lostTask.Task.IsCompleted ? _gate.Admitted - Death!.Admitted : 0;

    internal Death? Death => Volatile.Read(ref _death);

    /// <summary>How long the driver has been at its current command; null when it has none.</summary>
    internal abstract TimeSpan? CommandAge { get; }

    internal bool IsSuspected => _gate.IsSuspected;

    internal int Symptoms => Volatile.Read(ref _symptoms);

    internal int InFlight => (int)Math.Max(0, _gate.Admitted - Interlocked.Read(ref _completed));

    /// <summary>From being published to its death, or to now: a slow opening is no healthy spell. Zero for a lease that never was.</summary>
    internal TimeSpan Lived => Interlocked.Read(ref _published) is var since and not 0
        ? _owner.Time.GetElapsedTime(since, Death?.LatchedAt ?? _owner.Time.GetTimestamp())
        : TimeSpan.Zero;

    /// <summary>True when the lease was ended without a death, because there is just no session any more.</summary>
    internal bool IsRetired => Death is { IsRetirement: true };

    /// <summary>The timestamp of the last good answer; 0 before the first.</summary>
    internal long Heartbeat => Interlocked.Read(ref _heartbeat);

    /// <summary>How to hurt this session, for drills; null when its adapter cannot.</summary>
    public abstract IFaultTarget? Faults { get; }

    /// <summary>Throws when the generation is dead. One volatile read otherwise.</summary>
    /// <exception cref="SessionLostException">The generation is dead.</exception>
    public void ThrowIfLost()
    {
        if (_gate.IsDead)
        {
            ThrowLost();
        }
    }

    /// <summary>Drives the session when its kind is known only to the caller: <c>UseAsync&lt;IWebDriver, string&gt;(driver => ...)</c>.</summary>
    /// <typeparam name="TDriver">What the caller drives.</typeparam>
    /// <typeparam name="TResult">What the work gives back.</typeparam>
    /// <param name="work">The work, on the session's own thread. It may block.</param>
    /// <param name="cancellationToken">The caller's own wish to stop.</param>
    /// <returns>The work's result.</returns>
    /// <exception cref="InvalidOperationException">The session is of another kind.</exception>
    /// <exception cref="SessionLostException">The generation was dead, died before the work ended, or the work's failure showed that it is dead.</exception>
    public abstract ValueTask<TResult> UseAsync<TDriver, TResult>(Func<TDriver, TResult> work, CancellationToken cancellationToken = default)
        where TDriver : class;

    /// <summary>Replaces the captured login, after a proof of identity, when the site has changed cookies since.</summary>
    /// <param name="login">The login that was just proven.</param>
    internal void UpdateLogin(LoginSnapshot login) => Login = login;

    /// <summary>Sends one harmless command through the whole chain, guarded, to show that commands work.</summary>
    /// <param name="cancellationToken">The caller's own wish to stop.</param>
    /// <returns>A task that ends with the answer.</returns>
    /// <exception cref="SessionLostException">The generation was dead, or died before the answer came.</exception>
    public abstract Task PingAsync(CancellationToken cancellationToken = default);

    /// <summary>Ends this generation by hand, or adds evidence to its death.</summary>
    /// <param name="evidence">What was seen. The detail is cleaned before it is kept.</param>
    /// <returns>True for the one report that closed the latch.</returns>
    public bool ReportDeath(Evidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        return Latch(evidence with { Detail = EvidenceText.Clean(evidence.Detail) }, retirement: false);
    }

    /// <summary>A good answer came: the session is alive now.</summary>
    internal void Beat() => Interlocked.Exchange(ref _heartbeat, _owner.Time.GetTimestamp());

    /// <summary>Waits until every call of a dead generation has really ended, or the deadline passes.</summary>
    internal async Task DrainAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        TaskCompletionSource drained = new(TaskCreationOptions.RunContinuationsAsynchronously);

        // A full fence: either we see the last call's end, or it sees us.
        Interlocked.Exchange(ref _drained, drained);
        if (InFlight > 0)
        {
            using CancellationTokenSource deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            Task late = Task.Delay(timeout, _owner.Time, deadline.Token);
            await Task.WhenAny(drained.Task, late).ConfigureAwait(false);
            await deadline.CancelAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Ends this generation without an incident: nothing died, there is just no session any more.</summary>
    internal void Retire() =>
        Latch(new Evidence(LossCause.ClosedByUs, EvidenceStrength.Explicit, "manager", "the session was closed"), retirement: true);

    internal void MarkPublished() => Interlocked.Exchange(ref _published, _owner.Time.GetTimestamp());

    private protected void CountCompleted()
    {
        Interlocked.Increment(ref _completed);
        if (_gate.IsDead && InFlight == 0)
        {
            Volatile.Read(ref _drained)?.TrySetResult();
        }
    }

    private protected SessionLostException CountSymptom(Exception? inner)
    {
        Interlocked.Increment(ref _symptoms);
        return LostException(inner);
    }

    private protected SessionLostException LostException(Exception? inner) =>
        new(SessionName, Generation, Death!.Cause, inner, Lost);

    private bool Latch(Evidence evidence, bool retirement)
    {
        long now = _owner.Time.GetTimestamp();
        long beat = Heartbeat;
        TimeSpan? quiet = beat == 0 ? null : _owner.Time.GetElapsedTime(beat, now);
        Death mine = new(evidence, now, _owner.Time.GetUtcNow(), quiet, _owner.Time) { IsRetirement = retirement, IsTrial = Volatile.Read(ref _trials) > 0 };
        Death? first = Interlocked.CompareExchange(ref _death, mine, null);
        if (first is not null)
        {
            if (!retirement)
            {
                first.Add(evidence);
            }

            // The reporter before us may not have come to closing the gate yet; when this returns, it is closed.
            _gate.Kill();
            return false;
        }

        mine.Admitted = _gate.Kill();
        mine.InFlight = (int)Math.Max(0, mine.Admitted - Interlocked.Read(ref _completed));
        _owner.OnLatched(this);
        _lostTask.TrySetResult();
        // The token reads as cancelled from here on; callbacks run on the pool, so that a user's code never holds up a watcher.
        _ = _lost.CancelAsync().ContinueWith(
            static task => _ = task.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        return true;
    }

    [DoesNotReturn]
    private void ThrowLost() => throw LostException(null);
}
