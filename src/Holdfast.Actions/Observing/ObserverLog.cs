using Microsoft.Extensions.Logging;

namespace Holdfast.Actions;

/// <summary>What is logged of observers. Event ids 2040 to 2049.</summary>
internal static partial class ObserverLog
{
    [LoggerMessage(
        2040, LogLevel.Warning, "Observer '{Observer}' failed when it was told of {What}: {Reason}. The run goes on; later failures of it are not logged")]
    public static partial void Failed(ILogger logger, string observer, string what, string reason);
}
