using System.ComponentModel.DataAnnotations;

namespace Holdfast;

/// <summary>Deadlines of the recovery steps, and when to give up.</summary>
public sealed class RecoveryOptions
{
    /// <summary>The deadline for asking whether a logged-out browser can log in again. Default 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00")]
    public TimeSpan ReuseTimeout { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The deadline for giving a browser a new tab in place of one that was lost or hangs. Default 3 s: a tab that hangs was seen
    /// to hold its command for 0.7 s after it was closed.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00")]
    public TimeSpan NewTabTimeout { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>The deadline for closing the old browser politely; after it, it is killed. Default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00")]
    public TimeSpan EndTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The deadline for launching a browser. Default 60 s: a cold start on a busy machine.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "01:00:00")]
    public TimeSpan LaunchTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>The deadline for putting cookies back, and for reading them. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00")]
    public TimeSpan RestoreTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The deadline for the login hook. Default 2 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "01:00:00")]
    public TimeSpan LogInTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How long recovery waits for a site that is down: it asks again and again who we are, without launching or logging in anew, and
    /// without taking a restart. So long, in all, calls also wait while something stands in front of the site (<see cref="Identity.IsBlocked"/>). Default
    /// 10 min; zero does not wait.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "7.00:00:00")]
    public TimeSpan SiteOutage { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>The deadline for one real command through the new session. Default 15 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00")]
    public TimeSpan CanaryTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long calls of the lost generation are awaited before the next one logs in. Default 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:10:00")]
    public TimeSpan InFlightTimeout { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Restart intensity: how many restarts are allowed within <see cref="Window"/>. One more gives up. Default 3, so that a wrong
    /// password is tried four times, below the five at which common sites lock an account.</summary>
    [Range(0, 1000)]
    public int MaxRestarts { get; set; } = 3;

    /// <summary>How many restarts are allowed within <see cref="Window"/> after deaths on trial, when work suspected of killing sessions was tried
    /// with nothing else in flight. They do not count for <see cref="MaxRestarts"/>. One more gives up. Default 12: enough to find three such
    /// items, and to tell them from a browser that always dies.</summary>
    [Range(0, 1000)]
    public int MaxTrialRestarts { get; set; } = 12;

    /// <summary>The sliding window of <see cref="MaxRestarts"/> and <see cref="MaxTrialRestarts"/>. Default 5 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "7.00:00:00")]
    public TimeSpan Window { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a generation must have lived for earlier restarts to be forgotten. Default 2 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "7.00:00:00")]
    public TimeSpan ResetIntensityAfter { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>The wait before the second attempt of one recovery; doubled for each further one. The first attempt does not wait.
    /// Default 500 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan BackoffBase { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest wait between attempts, before jitter. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan BackoffMax { get; set; } = TimeSpan.FromSeconds(30);
}
