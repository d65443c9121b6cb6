namespace Holdfast.Ledger.Sqlite;

/// <content>Pauses that the site asks for.</content>
internal sealed partial class RunAccount
{
    /// <summary>Writes down a pause, or what has become known of it since.</summary>
    /// <param name="pause">The pause. One row for each pause of an endpoint in this leg.</param>
    internal void RecordPause(PauseRow pause) => Write("note a pause", () => _db.Sql(
        """
        INSERT INTO pauses(run_id, epoch, endpoint, number, status, asked_at, until_at, sent, window_ms, per_minute)
        VALUES ($run, $epoch, $endpoint, $number, $status, $asked, $until, $sent, $window, $pace)
        ON CONFLICT (run_id, epoch, endpoint, number) DO UPDATE SET asked_at = excluded.asked_at,
            until_at = max(until_at, excluded.until_at), sent = excluded.sent, window_ms = excluded.window_ms, per_minute = excluded.per_minute
        """).Execute(
            RunId,
            Epoch,
            pause.Endpoint,
            pause.Number,
            pause.Status,
            pause.AskedAt.ToUnixTimeMilliseconds(),
            pause.Until.ToUnixTimeMilliseconds(),
            pause.Sent,
            (long)pause.Window.TotalMilliseconds,
            pause.PerMinute), null, evenIfFinished: true);
}
