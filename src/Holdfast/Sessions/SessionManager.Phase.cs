namespace Holdfast;

/// <content>Where the session stands: written here, and nowhere else.</content>
public sealed partial class SessionManager<TSession>
{
    // Nothing foreign runs under it: phases are made by pure functions, and what waits for a promise goes on elsewhere.
    private readonly Lock _phaseLock = new();
    private SessionPhase<TSession> _phase = new SessionPhase<TSession>.NotStarted();
    private Task? _supervision;

    internal SessionPhase<TSession> Phase => Volatile.Read(ref _phase);

    /// <summary>The one writer: puts the next phase in the place of the one that is, and tells whoever waits.</summary>
    /// <param name="next">Makes it, from the one that is. Pure; the same object changes nothing.</param>
    /// <returns>The phase that is now; null when the session is over, and whatever was to be entered came too late.</returns>
    /// <exception cref="InvalidOperationException">The next phase must not follow the one that is: a bug.</exception>
    internal SessionPhase<TSession>? Enter(Func<SessionPhase<TSession>, SessionPhase<TSession>> next)
    {
        lock (_phaseLock)
        {
            SessionPhase<TSession> before = _phase;
            if (before.IsOver)
            {
                return null;
            }

            SessionPhase<TSession> now = next(before);
            if (ReferenceEquals(now, before))
            {
                return now;
            }

            if (!PhaseRules.Allows(before.Kind, now.Kind))
            {
                throw new InvalidOperationException(
                    $"Session '{Name}' went from {before.Kind} to {now.Kind}, which it never should. This is a bug of Holdfast: please report it.");
            }

            Volatile.Write(ref _phase, now);
            now.Tell();
            return now;
        }
    }

    /// <summary>Has the supervising loop begin, once.</summary>
    private void Start()
    {
        if (Phase.Kind != PhaseKind.NotStarted)
        {
            return;
        }

        lock (_phaseLock)
        {
            if (_supervision is not null || Enter(static phase => phase.Begin()) is null)
            {
                return;
            }

            // The loop outlives the caller who happens to be first; it must not inherit that caller's activity and async-locals.
            AsyncFlowControl? flow = ExecutionContext.IsFlowSuppressed() ? null : ExecutionContext.SuppressFlow();
            try
            {
                _supervision = Task.Run(SuperviseAsync);
            }
            finally
            {
                flow?.Undo();
            }
        }
    }

    /// <summary>Hands a generation out, also one that has died meanwhile: its death comes right after.</summary>
    /// <returns>False when the session is over, and nobody gets it.</returns>
    private bool Publish(SessionLease<TSession> lease)
    {
        lock (_phaseLock)
        {
            lease.MarkPublished();
            if (Enter(phase => phase.Publish(lease)) is null)
            {
                return false;
            }

            if (lease.IsLost)
            {
                // Its latch found it not handed out yet, and wrote nothing.
                Enter(phase => phase.Lose(lease));
            }

            return true;
        }
    }
}
