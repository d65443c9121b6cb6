namespace Holdfast.Actions;

/// <summary>Keeps the order of a batch's answers and of the proofs of identity. Thread safe.</summary>
/// <remarks>A batch may commit only when each of its answers carried the proof itself, or came before a question that found a member.</remarks>
internal sealed class BatchProof
{
    private readonly Lock _lock = new();
    private long _answers;
    private long _lastUnproven;
    private long _provenUpTo;

    /// <summary>How many answers came.</summary>
    public long Answers
    {
        get
        {
            lock (_lock)
            {
                return _answers;
            }
        }
    }

    /// <summary>True while an answer stands that nothing proves.</summary>
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

    /// <summary>An answer came.</summary>
    /// <returns>Its place in the order, from 1.</returns>
    public long Answered(bool carriesProof)
    {
        lock (_lock)
        {
            _answers++;
            if (!carriesProof)
            {
                _lastUnproven = _answers;
            }

            return _answers;
        }
    }

    /// <summary>A question found a member; it began when <paramref name="answers"/> answers had come.</summary>
    public void Proven(long answers)
    {
        lock (_lock)
        {
            _provenUpTo = Math.Max(_provenUpTo, answers);
        }
    }
}
