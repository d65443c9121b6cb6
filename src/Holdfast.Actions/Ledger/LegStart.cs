namespace Holdfast.Actions;

/// <summary>Begins a leg inside a transaction: the run, its next epoch, the leg's row, and a second chance for failed items.</summary>
internal static class LegStart
{
    public static T Begin<T>(LedgerConnection db, string action, LegOwner owner, Func<long, long, T> make)
    {
        var now = db.Now;
        var unfinished = db.Sql("SELECT id FROM runs WHERE action = $action AND finished_at IS NULL ORDER BY id DESC LIMIT 1").Scalar(action);
        var run = (long)(unfinished
            ?? db.Sql("INSERT INTO runs(action, epoch, started_at) VALUES ($action, 0, $now) RETURNING id").Scalar(action, now)!);
        var epoch = (long)db.Sql("UPDATE runs SET epoch = epoch + 1 WHERE id = $run RETURNING epoch").Scalar(run)!;
        db.Sql(
            """
            INSERT INTO legs(run_id, epoch, started_at, program, pid, process_started, boot_id, host)
            VALUES ($run, $epoch, $now, $program, $pid, $started, $boot, $host)
            """).Execute(
                run, epoch, now, owner.Program, owner.Process.Pid, owner.Process.StartTime, owner.Process.BootId, owner.Process.Host);
        db.Sql("DELETE FROM reasons WHERE item_id IN (SELECT id FROM items WHERE run_id = $run AND state = 'failed')").Execute(run);
        db.Sql("UPDATE items SET state = 'pending', epoch = $epoch, changed_at = $now WHERE run_id = $run AND state = 'failed'")
            .Execute(epoch, now, run);
        return make(run, epoch);
    }
}
