using System.Globalization;

namespace Holdfast.Browsers;

/// <summary>What <c>/proc/PID/task/TID/schedstat</c> says about one thread, since it began.</summary>
/// <param name="Ran">How long it was on a processor.</param>
/// <param name="Waited">How long it wanted one and was not; what it waits for now is not in it.</param>
internal readonly record struct ThreadTimes(TimeSpan Ran, TimeSpan Waited)
{
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

    private static TimeSpan Nanoseconds(long count) => TimeSpan.FromTicks(count / TimeSpan.NanosecondsPerTick);
}
