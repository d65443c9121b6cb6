using System.Globalization;

namespace Holdfast.Selenium;

/// <summary>What <c>/proc/PID/task/TID/schedstat</c> says about one thread, since it began.</summary>
/// <param name="Ran">How long it was on a processor.</param>
/// <param name="Waited">How long it wanted one and was not; what it waits for now is not in it.</param>
internal readonly record struct ThreadTimes(TimeSpan Ran, TimeSpan Waited)
{
    // A thread that gets a fifth of the processor that it wants is slow, and not starved.
    private const int FairShare = 4;

    /// <summary>Reads the text; null when it is another.</summary>
    public static ThreadTimes? Parse(string text)
    {
        string[] fields = text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return fields.Length >= 2
            && long.TryParse(fields[0], NumberStyles.None, CultureInfo.InvariantCulture, out long ran)
            && long.TryParse(fields[1], NumberStyles.None, CultureInfo.InvariantCulture, out long waited)
            ? new ThreadTimes(Nanoseconds(ran), Nanoseconds(waited))
            : null;
    }

    /// <summary>How much of a span a thread was starved: wanted a processor, and got less than a fifth of that. Pure.</summary>
    /// <param name="before">At the beginning of the span.</param>
    /// <param name="after">At its end.</param>
    /// <param name="wantsOne">Tells whether the thread wants a processor at the end; asked only when it had no turn in the whole span. If it does, it
    /// waited all the while: the kernel adds a wait up only when it is over, and leaves out what a limit of the control group took.</param>
    /// <param name="span">The span.</param>
    public static TimeSpan Starved(ThreadTimes before, ThreadTimes after, Func<bool> wantsOne, TimeSpan span)
    {
        if (before == after)
        {
            return wantsOne() ? span : TimeSpan.Zero;
        }

        TimeSpan starved = after.Waited - before.Waited - (FairShare * (after.Ran - before.Ran));
        return starved <= TimeSpan.Zero ? TimeSpan.Zero : starved < span ? starved : span;
    }

    private static TimeSpan Nanoseconds(long count) => TimeSpan.FromTicks(count / TimeSpan.NanosecondsPerTick);
}
