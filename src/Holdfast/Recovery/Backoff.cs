namespace Holdfast;

/// <summary>The wait between recovery attempts. Pure.</summary>
internal static class Backoff
{
    /// <summary>Nothing before the first attempt; then the base doubled each time, up to the maximum, spread evenly over 50 % to 150 %.</summary>
    /// <param name="attempt">From 1.</param>
    /// <param name="first">The wait before attempt 2, before jitter.</param>
    /// <param name="max">The longest wait, before jitter.</param>
    /// <param name="chance">From 0 to 1.</param>
    public static TimeSpan Before(int attempt, TimeSpan first, TimeSpan max, double chance)
    {
        if (attempt <= 1)
        {
            return TimeSpan.Zero;
        }

        double doubled = first.TotalMilliseconds * Math.Pow(2, Math.Min(attempt - 2, 30));
        return TimeSpan.FromMilliseconds(Math.Min(doubled, max.TotalMilliseconds) * (0.5 + chance));
    }
}
