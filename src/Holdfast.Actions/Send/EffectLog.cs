using Microsoft.Extensions.Logging;

namespace Holdfast.Actions;

/// <summary>What the runner logs of effects. Event ids 2030 to 2049. Keys only: payloads are the user's business.</summary>
internal static partial class EffectLog
{
    [LoggerMessage(2030, LogLevel.Debug, "Effect '{Key}': attempt {Attempt} begins on generation {Generation}")]
    public static partial void Begun(ILogger logger, string key, int attempt, int generation);

    [LoggerMessage(2031, LogLevel.Debug, "Effect '{Key}' is {State}")]
    public static partial void Settled(ILogger logger, string key, string state);

    [LoggerMessage(2032, LogLevel.Warning, "Effect '{Key}' ended without a clear answer: {Reason}. It is looked for on the site")]
    public static partial void Unclear(ILogger logger, string key, string reason);

    [LoggerMessage(2033, LogLevel.Warning, "Effect '{Key}' is in doubt: {Reason}. It is not sent again unless you say so: effects confirm, retry or drop")]
    public static partial void InDoubt(ILogger logger, string key, string reason);

    [LoggerMessage(2034, LogLevel.Information, "Effect '{Key}' does not show on the site yet; it is asked again in {Delay}")]
    public static partial void NotYet(ILogger logger, string key, TimeSpan delay);

    [LoggerMessage(2035, LogLevel.Warning, "A page of the plan failed (attempt {Attempt}): {Reason}")]
    public static partial void PageFailed(ILogger logger, int attempt, string reason);
}
