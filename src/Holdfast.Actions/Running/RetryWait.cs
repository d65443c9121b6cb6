namespace Holdfast.Actions;

/// <summary>The wait before work is tried again. Pure.</summary>
internal static class RetryWait
{
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(30);

    /// <summary><see cref="RunSettings.RetryDelay"/>, doubled with each failure after the first, up to 30 s.</summary>
    public static TimeSpan After(int failures, RunSettings settings) => Backoff.Before(failures + 1, settings.RetryDelay, s_longest, chance: 0.5);
}
