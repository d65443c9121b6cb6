namespace Holdfast.Http;

/// <summary>Keeps the order of what a batch saw and of the proofs of identity, for its calls or for its driver work. Thread safe.</summary>
/// <remarks>A batch may commit only when each of its answers carried the proof itself, or came before a question that found a member, and when such a
/// question, asked with the browser's cookies, began after its last look at a page.</remarks>
internal sealed class BatchProof
{
    private readonly Lock _lock = new();
    private long _seen;
    private long _lastUnproven;
    private long _provenUpTo;

    /// <summary>How much was seen.</summary>
    public long Seen
    {
        get
        {
            lock (_lock)
            {
                return _seen;
            }
        }
    }

    /// <summary>True while something was seen that nothing proves.</summary>
    public bool IsNeeded
    {
        get
        {
            lock (_lock)
            {
                return _lastUnproven > _provenUpTo;
            }
        }
    }

    /// <summary>An answer came, or a look at a page ended.</summary>
    /// <param name="carriesProof">True when it proves by itself who we are.</param>
    /// <returns>Its place in the order, from 1.</returns>
    public long Saw(bool carriesProof)
    {
        lock (_lock)
        {
            _seen++;
            if (!carriesProof)
            {
                _lastUnproven = _seen;
            }

            return _seen;
        }
    }

    /// <summary>A question found a member; it began when so much was <paramref name="seen"/>.</summary>
    public void Proven(long seen)
    {
        lock (_lock)
        {
            _provenUpTo = Math.Max(_provenUpTo, seen);
        }
    }
}
