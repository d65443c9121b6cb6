using Microsoft.Extensions.Logging;

namespace Holdfast.App;

/// <summary>What the app logs. Event ids 3000 to 3099.</summary>
internal static partial class AppLog
{
    [LoggerMessage(3000, LogLevel.Information, "Action '{Action}': ended with exit code {Code}. {Message}")]
    public static partial void Ended(ILogger logger, string action, int code, string message);

    [LoggerMessage(3001, LogLevel.Critical, "Unexpected error")]
    public static partial void Failed(ILogger logger, Exception exception);
}
