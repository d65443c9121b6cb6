namespace Holdfast;

/// <summary>The steps that the time of one-time codes goes in. Pure.</summary>
internal static class CodeSteps
{
    // Typing takes its time, the site's clock is known to a second, and a site that is strict takes no code of an earlier step.
    private const int Margin = 10;

    /// <summary>The step whose code can be used from now on: the one that is, or the next when this one is nearly over.</summary>
    /// <param name="now">The time.</param>
    /// <param name="period">The length of a step, in seconds.</param>
    public static long First(DateTimeOffset now, long period)
    {
        long step = (long)Math.Floor(now.ToUnixTimeMilliseconds() / 1000.0 / period);
        return Until(step + 1, now, period) < TimeSpan.FromSeconds(period) / Margin ? step + 1 : step;
    }

    /// <summary>When a step begins.</summary>
    public static DateTimeOffset Begin(long step, long period) => DateTimeOffset.FromUnixTimeSeconds(step * period);

    /// <summary>The time from now until a step begins; negative once it has.</summary>
    public static TimeSpan Until(long step, DateTimeOffset now, long period) => Begin(step, period) - now;
}
