namespace Holdfast.Browsers;

/// <summary>How much of a processor some processes wanted in a span, and how much they had: the times of all their threads, added up.</summary>
/// <param name="Span">The span; zero when nothing is known.</param>
/// <param name="Waited">How long they wanted a processor and had none.</param>
/// <param name="Ran">How long they had one.</param>
internal readonly record struct ProcessorShare(TimeSpan Span, TimeSpan Waited, TimeSpan Ran)
{
    // A loop beside forty others on two processors gets a twentieth. Whoever gets more is slow; it comes to its work within any patience.
    private const int StarvedRatio = 19;

    /// <summary>True when they waited for at least half of the span. On a machine with five times the work that it can do, everybody does: it excuses
    /// a late answer and no more.</summary>
    public bool IsPressed => Span > TimeSpan.Zero && Waited >= Span / 2;

    /// <summary>How much of the span they could do nothing in: nothing, unless they had less than a twentieth of what they wanted for at least half of
    /// it. Whoever computes is not starved, however many of its threads wait meanwhile.</summary>
    public TimeSpan Starved
    {
        get
        {
            TimeSpan starved = Waited - (StarvedRatio * Ran);
            return Span <= TimeSpan.Zero || starved < Span / 2 ? TimeSpan.Zero : starved < Span ? starved : Span;
        }
    }

    /// <summary>Both together, in one span.</summary>
    public static ProcessorShare operator +(ProcessorShare one, ProcessorShare other) =>
        new(one.Span > other.Span ? one.Span : other.Span, one.Waited + other.Waited, one.Ran + other.Ran);

    /// <summary>With what one thread wanted and had.</summary>
    /// <param name="before">At the beginning of the span.</param>
    /// <param name="after">At its end.</param>
    /// <param name="throttled">How long a limit of the control group kept those in it from running, in the span, added up over processors.</param>
    /// <param name="isReady">Tells whether the thread is ready to run at the end; asked only when it had no turn in the whole span, or there was a
    /// limit. If it is, it waited all the while that it did not run: the kernel adds a wait up only when it is over, and leaves out what a limit took.</param>
    public ProcessorShare Plus(ThreadTimes before, ThreadTimes after, TimeSpan throttled, Func<bool> isReady)
    {
        if (before == after)
        {
            return isReady() ? this with { Waited = Waited + Span } : this;
        }

        // A wait that had begun long before is over now.
        TimeSpan waited = Least(after.Waited - before.Waited, Span);
        TimeSpan ran = after.Ran - before.Ran;
        TimeSpan kept = Least(throttled, Span - waited - ran);
        return this with { Waited = Waited + waited + (kept > TimeSpan.Zero && isReady() ? kept : TimeSpan.Zero), Ran = Ran + ran };

        static TimeSpan Least(TimeSpan one, TimeSpan other) => one < other ? one : other;
    }
}
