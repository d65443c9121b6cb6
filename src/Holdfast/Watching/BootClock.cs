using System.Globalization;

namespace Holdfast;

/// <summary>Finds the clock that runs while the machine sleeps.</summary>
internal static class BootClock
{
    private const string Uptime = "/proc/uptime";

    /// <summary>What it shows; null where there is none.</summary>
    public static TimeSpan? Of(TimeProvider time) =>
        time is IBootClock clock ? clock.SinceBoot
        : ReferenceEquals(time, TimeProvider.System) && OperatingSystem.IsLinux() ? Read()
        : null;

    private static TimeSpan? Read()
    {
        try
        {
            // In hundredths of a second: enough for what lasts seconds.
            string text = File.ReadAllText(Uptime);
            return double.TryParse(text.AsSpan(0, Math.Max(0, text.IndexOf(' ', StringComparison.Ordinal))), CultureInfo.InvariantCulture, out double seconds)
                ? TimeSpan.FromSeconds(seconds)
                : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
