namespace Holdfast.Actions;

/// <summary>A pause as the ledger keeps it.</summary>
internal static class PauseMapping
{
    public static PauseRow ToRow(PauseNotice notice) => new(
        notice.Endpoint,
        notice.Pause.Number,
        notice.Status,
        notice.AskedAt,
        notice.Until,
        notice.Pause.Sent,
        notice.Pause.Window,
        notice.Pause.Pace?.PerSecond * 60);

    public static StoredPause ToStored(PauseRow pause, IRunLedger ledger) => new(
        ledger.RunId,
        ledger.Writer.Epoch,
        pause.Endpoint,
        pause.Number,
        pause.Status,
        pause.AskedAt,
        pause.Until,
        pause.Sent,
        pause.Window,
        pause.PerMinute);

    public static IEnumerable<RememberedPause> ToRemembered(IEnumerable<PauseRow> rows) =>
        rows.Select(row => new RememberedPause(row.Endpoint, row.AskedAt, row.Until, row.PerMinute));
}
