namespace Holdfast.Selenium;

/// <summary>Tells how much later than planned this program's own short waits end: whoever is woken late also hears an answer late, whether its threads
/// have no processor or are all taken.</summary>
internal static class OwnPulse
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(50);

    /// <summary>Measures until a task has ended.</summary>
    /// <returns>How much of that time our waits were late by.</returns>
    public static async Task<TimeSpan> LateUntilAsync(Task ended, TimeProvider time)
    {
        TimeSpan late = TimeSpan.Zero;
        while (!ended.IsCompleted)
        {
            long began = time.GetTimestamp();
            Task beat = Task.Delay(Beat, time);
            _ = await Task.WhenAny(ended, beat).ConfigureAwait(false);
            if (time.GetElapsedTime(began) - Beat is { Ticks: > 0 } more)
            {
                late += more;
            }
        }

        return late;
    }
}
