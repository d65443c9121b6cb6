using Microsoft.Extensions.Logging;

namespace Holdfast;

/// <summary>What the manager logs. Event ids 1000 to 1099.</summary>
internal static partial class SessionLog
{
    [LoggerMessage(1000, LogLevel.Information, "Session '{Session}': opening")]
    public static partial void Opening(ILogger logger, string session);

    [LoggerMessage(1001, LogLevel.Information, "Session '{Session}' generation {Generation}: ready after {Milliseconds:F0} ms")]
    public static partial void Ready(ILogger logger, string session, int generation, double milliseconds);

    /// <summary>The one error line of a death.</summary>
    [LoggerMessage(1002, LogLevel.Error,
        "Session '{Session}' generation {Generation} died: {Cause}. {InFlight} calls in flight were ended. First symptom: {Symptom}")]
    public static partial void Died(ILogger logger, string session, int generation, LossCause cause, int inFlight, string symptom);

    [LoggerMessage(1003, LogLevel.Information,
        "Session '{Session}' generation {Generation}: recovered as generation {Next} after {Milliseconds:F0} ms; {Symptoms} consequences suppressed")]
    public static partial void Recovered(ILogger logger, string session, int generation, int next, double milliseconds, int symptoms);

    [LoggerMessage(1004, LogLevel.Warning, "Session '{Session}': attempt {Attempt} to open it failed in step {Step}: {Reason}")]
    public static partial void AttemptFailed(ILogger logger, string session, int attempt, string step, string reason);

    [LoggerMessage(1005, LogLevel.Error, "Session '{Session}': given up: {Why}. Last failure: {Reason}")]
    public static partial void GaveUp(ILogger logger, string session, string why, string reason);

    [LoggerMessage(1006, LogLevel.Warning, "Session '{Session}' does not answer: {Detail}")]
    public static partial void ProbeMissed(ILogger logger, string session, string detail);

    [LoggerMessage(1007, LogLevel.Warning, "An incident or a suspension could not be kept by {Sink}: {Reason}")]
    public static partial void SinkFailed(ILogger logger, string sink, string reason);

    [LoggerMessage(1008, LogLevel.Warning, "Session '{Session}': the old browser could not be ended cleanly: {Reason}")]
    public static partial void EndFailed(ILogger logger, string session, string reason);

    [LoggerMessage(1009, LogLevel.Error, "Session '{Session}': its supervision failed: {Reason}")]
    public static partial void SupervisionFailed(ILogger logger, string session, string reason);

    [LoggerMessage(1010, LogLevel.Information, "Session '{Session}' answers again after {Seconds:F1} s")]
    public static partial void AnswersAgain(ILogger logger, string session, double seconds);

    [LoggerMessage(1011, LogLevel.Information,
        "Session '{Session}': a command has been running for {Seconds:F0} s while browser, tab and driver answer: it waits for the site or for its own script")]
    public static partial void CommandIsSlow(ILogger logger, string session, double seconds);

    [LoggerMessage(1012, LogLevel.Warning, "Session '{Session}': the process was suspended for {Seconds:F0} s ({Why}); probing the session again")]
    public static partial void Suspended(ILogger logger, string session, double seconds, string why);

    [LoggerMessage(1013, LogLevel.Warning, "Session '{Session}' waits for the site: {Reason}")]
    public static partial void WaitsForSite(ILogger logger, string session, string reason);

    [LoggerMessage(1014, LogLevel.Information,
        "Session '{Session}' generation {Generation}: the site had ended the login of the calls and knows a newer one. Calls go on with that")]
    public static partial void LoginRenewed(ILogger logger, string session, int generation);

    [LoggerMessage(1030, LogLevel.Warning, "Session '{Session}': a hook failed of its own, and is not run again")]
    public static partial void HookFailed(ILogger logger, string session, Exception exception);

    [LoggerMessage(1031, LogLevel.Warning, "Session '{Session}': the site refused a login, and that could not be kept for the next start: {Reason}")]
    public static partial void RefusalNotKept(ILogger logger, string session, string reason);

    [LoggerMessage(1032, LogLevel.Information, "Session '{Session}': the machine's clock was set by {Seconds:F0} s. That is no sleep: nothing is made of it")]
    public static partial void ClockSet(ILogger logger, string session, double seconds);

    [LoggerMessage(1033, LogLevel.Warning,
        "Session '{Session}': the log-in hook failed before the login page ({Reason}). A refused login and a slow site look the same: "
        + "it is looked at again in {Seconds:F0} s")]
    public static partial void LoginLooksRefused(ILogger logger, string session, string reason, double seconds);
}
