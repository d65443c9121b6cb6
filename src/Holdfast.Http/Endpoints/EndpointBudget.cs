namespace Holdfast.Http;

/// <summary>What one endpoint, or one whole host, allows: until when it asked for a pause, and which pace its refusals have taught. Thread
/// safe; knows no clock.</summary>
/// <remarks>Moments are spans since the throttle began.</remarks>
/// <param name="name">The endpoint's name.</param>
internal sealed class EndpointBudget(string name)
{
    // Timers know milliseconds only: without this, a fast pace would be kept by spinning, or be halved. On average it is kept all the same.
    private static readonly TimeSpan s_early = TimeSpan.FromMilliseconds(15);

    private readonly Lock _lock = new();
    private readonly SentWindow _window = new();
    private TimeSpan _heldUntil;
    private TimeSpan _nextTurn;
    private TimeSpan _askedAt;
    private TimeSpan _refusedAt;
    private Pace? _pace;
    private Pace? _before;
    private int _pauses;

    // By an answer in the present pause.
    private bool _taught;

    public string Name { get; } = name;

    /// <summary>The learned pace; null when nothing was learned.</summary>
    public Pace? Pace
    {
        get
        {
            lock (_lock)
            {
                return _pace;
            }
        }
    }

    /// <summary>How much of its pause is left; zero when it may be called.</summary>
    public TimeSpan HeldFor(TimeSpan now)
    {
        lock (_lock)
        {
            return Left(_heldUntil, now);
        }
    }

    /// <summary>Goes on with what an earlier leg knew. What was learned here is newer, and stays.</summary>
    public void Restore(TimeSpan heldUntil, Pace? pace)
    {
        lock (_lock)
        {
            _heldUntil = heldUntil > _heldUntil ? heldUntil : _heldUntil;
            _pace ??= pace;
        }
    }

    /// <summary>Takes a turn, if there is one.</summary>
    /// <returns>Zero when the turn was taken; else how long to wait before asking again.</returns>
    public TimeSpan Take(TimeSpan now)
    {
        lock (_lock)
        {
            if (Left(_heldUntil, now) is { Ticks: > 0 } held)
            {
                return held;
            }

            if (Left(_nextTurn, now) is var wait && wait > s_early)
            {
                return wait;
            }

            if (_pace is { } pace)
            {
                _nextTurn = (_nextTurn > now ? _nextTurn : now) + pace.Gap;
            }

            return TimeSpan.Zero;
        }
    }

    /// <summary>A call goes on the wire now.</summary>
    /// <returns>False, and it is not counted, when a pause has begun since it had its turn: then it must not go.</returns>
    public bool TrySend(TimeSpan now)
    {
        lock (_lock)
        {
            if (now < _heldUntil)
            {
                return false;
            }

            _window.Sent(now);
            return true;
        }
    }

    /// <summary>A call that was counted never reached the site.</summary>
    public void Unsent()
    {
        lock (_lock)
        {
            _window.Unsent();
        }
    }

    /// <summary>The site answered a call and did not refuse it.</summary>
    /// <param name="sentAt">When the call was sent: an answer from before a pause says nothing about what came after it.</param>
    public void Passed(TimeSpan sentAt)
    {
        lock (_lock)
        {
            if (_window.Refused == 0)
            {
                _pace = _pace?.Passed();
            }
            else if (sentAt >= _heldUntil)
            {
                _window.Restart(_heldUntil);
                _before = null;
            }
        }
    }

    /// <summary>The site asks for a pause.</summary>
    /// <param name="now">Now.</param>
    /// <param name="pause">How long it is held back from now on. A pause that already ends later stays.</param>
    /// <param name="teaches">True when it says that we were too fast (429), and not only that the site is busy.</param>
    /// <returns>The pause as it stands.</returns>
    public BudgetPause Hold(TimeSpan now, TimeSpan pause, bool teaches)
    {
        lock (_lock)
        {
            bool isNew = now >= _heldUntil;
            if (isNew)
            {
                _pauses++;
                _askedAt = now;
                _taught = false;
            }

            _heldUntil = _heldUntil > now + pause ? _heldUntil : now + pause;
            if (teaches)
            {
                Learn_NeedsLock(now);
                _taught = true;
            }

            (long sent, TimeSpan window) = _taught ? (Math.Max(0, _window.LetThrough), _refusedAt - _window.Began) : (0, TimeSpan.Zero);
            return new BudgetPause(_pauses, isNew, now - _askedAt, _heldUntil - now, sent, window, _pace);
        }
    }

    /// <summary>Calls that were in flight together may be refused together: they are one lesson, and each makes it more exact.</summary>
    private void Learn_NeedsLock(TimeSpan now)
    {
        if (_window.Refused == 0)
        {
            (_before, _refusedAt) = (_pace, now);
        }

        _window.Refuse();
        _pace = Pace.After(_window.LetThrough, _refusedAt - _window.Began, _heldUntil - _refusedAt, _before);
    }

    /// <summary>In whole milliseconds, rounded up: who waits for a part of one does not wait at all, and would ask again and again.</summary>
    private static TimeSpan Left(TimeSpan until, TimeSpan now) =>
        until > now ? TimeSpan.FromMilliseconds(Math.Ceiling((until - now).TotalMilliseconds)) : TimeSpan.Zero;
}
