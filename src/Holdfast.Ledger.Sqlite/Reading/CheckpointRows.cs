using Microsoft.Data.Sqlite;

namespace Holdfast.Ledger.Sqlite;

/// <summary>The row of a plain action's run.</summary>
internal static class CheckpointRows
{
    public static Checkpoint? Find(LedgerConnection db, long runId)
    {
        using SqliteDataReader row = db.Sql("SELECT value, done, total, text, completed FROM checkpoints WHERE run_id = $run").Query(runId);
        return row.Read() ? new(row.Text(0), new(row.GetInt64(1), row.Number(2), row.Text(3), row.GetBoolean(4))) : null;
    }

    public static int Store(LedgerConnection db, Leg run, Checkpoint checkpoint, GenerationStamp generation) => db.Sql(
        """
        INSERT INTO checkpoints(run_id, value, done, total, text, completed, epoch, session, generation, changed_at)
        VALUES ($run, $value, $done, $total, $text, $completed, $epoch, $session, $generation, $now)
        ON CONFLICT (run_id) DO UPDATE SET value = excluded.value, done = excluded.done, total = excluded.total, text = excluded.text,
            completed = excluded.completed, epoch = excluded.epoch, session = excluded.session, generation = excluded.generation,
            changed_at = excluded.changed_at
        """).Execute(
            run.RunId,
            checkpoint.Value,
            checkpoint.Progress.Done,
            checkpoint.Progress.Total,
            checkpoint.Progress.Text,
            checkpoint.Progress.IsCompleted ? 1 : 0,
            run.Epoch,
            generation.Session,
            generation.Number,
            db.Now);
}
