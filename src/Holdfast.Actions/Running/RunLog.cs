using Microsoft.Extensions.Logging;

namespace Holdfast.Actions;

/// <summary>What the runner logs. Event ids 2000 to 2099.</summary>
internal static partial class RunLog
{
    [LoggerMessage(2000, LogLevel.Information, "Action '{Action}': run {Run}, leg {Leg} started (resumed: {Resumed})")]
    public static partial void LegStarted(ILogger logger, string action, long run, long leg, bool resumed);

    [LoggerMessage(2001, LogLevel.Information, "The list was read: pass {Pass}, it holds {Present} items, the site says {Total} (consistent: {Consistent})")]
    public static partial void ListingFinished(ILogger logger, int pass, long present, long? total, bool consistent);

    [LoggerMessage(2002, LogLevel.Warning, "A list page failed (attempt {Attempt}): {Reason}")]
    public static partial void PageFailed(ILogger logger, int attempt, string reason);

    [LoggerMessage(2003, LogLevel.Warning, "A batch of {Items} items failed while the session lives: {Reason}. Its items are tried one by one")]
    public static partial void BatchFailed(ILogger logger, int items, string reason);

    [LoggerMessage(2004, LogLevel.Debug, "Batch committed: {Items} items on generation {Generation}")]
    public static partial void BatchCommitted(ILogger logger, int items, int generation);

    [LoggerMessage(2005, LogLevel.Information, "Stopping: waiting for {Batches} batches in flight")]
    public static partial void Stopping(ILogger logger, int batches);

    [LoggerMessage(2006, LogLevel.Warning, "Stopping took longer than {Timeout}: what is in flight stays pending")]
    public static partial void StopTimedOut(ILogger logger, TimeSpan timeout);

    [LoggerMessage(2007, LogLevel.Information, "{Items} items were in flight when generation {Generation} died: they are tried with nothing else in flight")]
    public static partial void Suspected(ILogger logger, int items, int generation);

    [LoggerMessage(2008, LogLevel.Warning, "Item '{Key}' is quarantined: {Deaths} sessions died while it was fetched with nothing else in flight")]
    public static partial void Quarantined(ILogger logger, string key, int deaths);

    [LoggerMessage(2009, LogLevel.Warning, "Retry round {Round} ended early, and what is missing stays as it was: {Reason}")]
    public static partial void RetryRoundEnded(ILogger logger, int round, string reason);

    [LoggerMessage(2010, LogLevel.Error,
        "Action '{Action}' swallowed the loss of its session: it returned as if all was well although a call had told it that generation "
        + "{Generation} is lost. What it returned does not count and is done again. Let SessionLostException pass")]
    public static partial void LossSwallowed(ILogger logger, string action, int generation);

    [LoggerMessage(2011, LogLevel.Error,
        "Action '{Action}' swallowed a stop: it returned as if all was well although a checkpoint had told it to stop. It does not count as "
        + "completed. Let OperationCanceledException pass")]
    public static partial void StopSwallowed(ILogger logger, string action);

    [LoggerMessage(2012, LogLevel.Warning,
        "Action '{Action}' failed while the session lives (attempt {Attempt}): {Reason}. It is run again from its checkpoint")]
    public static partial void ActionFailed(ILogger logger, string action, int attempt, string reason);

    [LoggerMessage(2013, LogLevel.Warning,
        "Item '{Key}' has failed: {Deaths} sessions died while it was fetched with nothing else in flight, but no other item succeeded either, "
        + "so the browser may be at fault; it is not quarantined")]
    public static partial void NotBlamed(ILogger logger, string key, int deaths);

    [LoggerMessage(2014, LogLevel.Warning, "The list cannot be read on at '{Cursor}', where an earlier leg ended: {Reason}. It is read from the first page")]
    public static partial void CursorRefused(ILogger logger, string cursor, string reason);

    [LoggerMessage(2015, LogLevel.Warning,
        "Action '{Action}': work that is suspected of killing sessions has waited {Seconds:0} s to be tried alone, and nothing else begins on the session "
        + "meanwhile; in flight: {InFlight}. Calls that never end hold it up: RunSettings.BatchTimeout limits them")]
    public static partial void TrialWaits(ILogger logger, string action, double seconds, int inFlight);

    [LoggerMessage(2020, LogLevel.Warning, "Sink '{Sink}' did not take {Records} records: {Reason}. They wait, and are offered again")]
    public static partial void DeliveryFailed(ILogger logger, string sink, int records, string reason);
}
