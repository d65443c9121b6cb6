namespace Holdfast;

/// <summary>Where a session stands, with all that belongs to it. Immutable; the manager has one, and one method that puts the next in its place.</summary>
/// <typeparam name="TSession">What a caller drives.</typeparam>
/// <param name="Kind">Which phase it is.</param>
/// <param name="Parts">What there is of browser and login.</param>
/// <param name="Promise">What callers wait for: the lease that is handed out next, or the reason why there is none.</param>
internal abstract record SessionPhase<TSession>(PhaseKind Kind, SessionParts Parts, TaskCompletionSource<SessionLease<TSession>> Promise)
    where TSession : class
{
    /// <summary>The generation that was handed out last, dead or alive; null before the first. In a session that was given up before, the one that was being
    /// opened.</summary>
    public SessionLease<TSession>? Held { get; init; }

    /// <summary>The generation that is being opened, or was when the session ended; null when none is.</summary>
    public virtual SessionLease<TSession>? Newest => null;

    /// <summary>The attempt that failed last, while another is under way or waited for; null when none has failed.</summary>
    public virtual FailedAttempt? Failed => null;

    /// <summary>The generation that health is about.</summary>
    public SessionLease<TSession>? Shown => Held ?? Newest;

    /// <summary>True when no other phase follows.</summary>
    public bool IsOver => PhaseRules.IsOver(Kind);

    /// <summary>The phase in the public's words, and in a living session what its gate says.</summary>
    public SessionState State => Kind switch
    {
        PhaseKind.NotStarted => SessionState.NotStarted,
        PhaseKind.Opening => SessionState.Opening,
        PhaseKind.Recovering => SessionState.Recovering,
        PhaseKind.GivenUp => SessionState.GivenUp,
        PhaseKind.Closed => SessionState.Closed,

        // The gate is the first to know of a death, by its one atomic word; whoever closed it enters the next phase before anybody is told.
        _ when Held!.IsLost => SessionState.Recovering,
        _ when Held!.IsSuspected => SessionState.Suspected,
        _ => Parts.Browser == BrowserPart.Silent ? SessionState.Unresponsive : SessionState.Alive,
    };

    /// <summary>The first lease was asked for.</summary>
    public SessionPhase<TSession> Begin() => new Opening(Promise);

    /// <summary>An attempt to open a generation begins.</summary>
    /// <param name="lease">The generation.</param>
    /// <param name="parts">What is left of the one before.</param>
    public virtual SessionPhase<TSession> Attempt(SessionLease<TSession> lease, SessionParts parts) => Begin().Attempt(lease, parts);

    /// <summary>An attempt failed. Changes nothing in a phase without attempts.</summary>
    public virtual SessionPhase<TSession> Fail(FailedAttempt attempt) => this;

    /// <summary>A generation is open.</summary>
    public SessionPhase<TSession> Publish(SessionLease<TSession> lease) => new Live(lease, Promise);

    /// <summary>A generation died. Changes nothing unless it is the one that is handed out: one that dies while it is opened is its opener's affair.</summary>
    public SessionPhase<TSession> Lose(SessionLease lease) => Kind == PhaseKind.Live && Held == lease ? new Recovering(Held, Parts) : this;

    /// <summary>The browser answers no more, or again.</summary>
    /// <param name="lease">The generation that it serves.</param>
    /// <param name="isSilent">True when it does not answer.</param>
    public SessionPhase<TSession> Hear(SessionLease lease, bool isSilent)
    {
        BrowserPart browser = isSilent ? BrowserPart.Silent : BrowserPart.Open;
        return Kind == PhaseKind.Live && Held == lease && Parts.Browser != browser ? this with { Parts = Parts with { Browser = browser } } : this;
    }

    /// <summary>There is no session any more, and everybody is told why.</summary>
    public SessionPhase<TSession> GiveUp(SessionUnavailableException reason) => new GivenUp(reason, this);

    /// <summary>The owner wants no session any more.</summary>
    public SessionPhase<TSession> Close(SessionUnavailableException reason) => new Closed(reason, this);

    /// <summary>The phase was entered: tells whoever waits for a lease, if it has an answer. Nobody's code runs here.</summary>
    public virtual void Tell()
    {
    }

    private static TaskCompletionSource<SessionLease<TSession>> NewPromise() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Nobody has asked for a lease yet.</summary>
    public sealed record NotStarted() : SessionPhase<TSession>(PhaseKind.NotStarted, SessionParts.Nothing, NewPromise());

    /// <summary>A generation is being opened.</summary>
    public abstract record Attempting(PhaseKind Kind, SessionParts Parts, TaskCompletionSource<SessionLease<TSession>> Promise)
        : SessionPhase<TSession>(Kind, Parts, Promise)
    {
        private SessionLease<TSession>? _newest;
        private FailedAttempt? _failed;

        /// <inheritdoc/>
        public override SessionLease<TSession>? Newest => _newest;

        /// <inheritdoc/>
        public override FailedAttempt? Failed => _failed;

        /// <inheritdoc/>
        public override SessionPhase<TSession> Attempt(SessionLease<TSession> lease, SessionParts parts) => this with { _newest = lease, Parts = parts };

        /// <inheritdoc/>
        public override SessionPhase<TSession> Fail(FailedAttempt attempt) => this with { _failed = attempt };
    }

    /// <summary>The first generation is being opened.</summary>
    public sealed record Opening(TaskCompletionSource<SessionLease<TSession>> Promise)
        : Attempting(PhaseKind.Opening, SessionParts.Nothing, Promise);

    /// <summary>A generation is handed out.</summary>
    public sealed record Live : SessionPhase<TSession>
    {
        /// <param name="lease">The generation.</param>
        /// <param name="promise">What callers wait for until now.</param>
        public Live(SessionLease<TSession> lease, TaskCompletionSource<SessionLease<TSession>> promise)
            : base(PhaseKind.Live, SessionParts.Whole, promise) => Held = lease;

        /// <inheritdoc/>
        public override void Tell() => Promise.TrySetResult(Held!);
    }

    /// <summary>The generation that was handed out is dead, and the next one is being opened.</summary>
    public sealed record Recovering : Attempting
    {
        /// <param name="lost">The generation that died.</param>
        /// <param name="parts">What there was of the session until then: what is left is told when the cause stands.</param>
        public Recovering(SessionLease<TSession> lost, SessionParts parts)
            : base(PhaseKind.Recovering, parts, NewPromise()) => Held = lost;
    }

    /// <summary>There is no session and there will be none.</summary>
    public abstract record Ended : SessionPhase<TSession>
    {
        /// <param name="kind">How it ended.</param>
        /// <param name="reason">What callers are told.</param>
        /// <param name="before">The phase that it ended in.</param>
        protected Ended(PhaseKind kind, SessionUnavailableException reason, SessionPhase<TSession> before)
            : base(kind, SessionParts.Nothing, before.Kind == PhaseKind.Live ? NewPromise() : before.Promise)
        {
            Reason = reason;
            Held = before.Held;
            Newest = before.Newest;
        }

        /// <inheritdoc/>
        public override SessionLease<TSession>? Newest { get; }

        /// <summary>What callers are told.</summary>
        public SessionUnavailableException Reason { get; }

        /// <inheritdoc/>
        public override void Tell()
        {
            Promise.TrySetException(Reason);

            // Whoever asks gets it; it is no fault that nobody does.
            _ = Promise.Task.Exception;
        }
    }

    /// <summary>Too many recoveries failed, or one failed for good.</summary>
    public sealed record GivenUp : Ended
    {
        /// <param name="reason">What callers are told.</param>
        /// <param name="before">The phase that it ended in.</param>
        public GivenUp(SessionUnavailableException reason, SessionPhase<TSession> before)
            : base(PhaseKind.GivenUp, reason, before) => Held ??= before.Newest;

        /// <inheritdoc/>
        public override void Tell()
        {
            // First, so that whoever is told there is no session finds none: what was handed out, and what was being opened, ends without a death.
            Held?.Retire();
            Newest?.Retire();
            base.Tell();
        }
    }

    /// <summary>Its owner closed it.</summary>
    public sealed record Closed : Ended
    {
        /// <param name="reason">What callers are told.</param>
        /// <param name="before">The phase that it ended in.</param>
        public Closed(SessionUnavailableException reason, SessionPhase<TSession> before)
            : base(PhaseKind.Closed, reason, before)
        {
        }
    }
}
