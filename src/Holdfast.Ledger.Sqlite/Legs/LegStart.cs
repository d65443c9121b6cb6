using Microsoft.Data.Sqlite;

namespace Holdfast.Ledger.Sqlite;

/// <summary>Begins a leg inside a transaction: the run, its next epoch, the leg's row, and a second chance for failed items.</summary>
internal static class LegStart
{
    public static T Begin<T>(LedgerConnection db, string action, LegOwner owner, string? site, Func<long, long, T> make)
    {
        RequireEffectsHere(db, action, site);
        long now = db.Now;
        long runId = Unfinished(db, action, site)
            ?? (long)db.Sql("INSERT INTO runs(action, epoch, started_at, site) VALUES ($action, 0, $now, $site) RETURNING id").Scalar(action, now, site)!;
        long epoch = (long)db.Sql("UPDATE runs SET epoch = epoch + 1 WHERE id = $run RETURNING epoch").Scalar(runId)!;
        db.Sql(
            """
            INSERT INTO legs(run_id, epoch, started_at, program, pid, process_started, boot_id, host)
            VALUES ($run, $epoch, $now, $program, $pid, $started, $boot, $host)
            """).Execute(
                runId, epoch, now, owner.Program, owner.Process.Pid, owner.Process.StartTime, owner.Process.BootId, owner.Process.Host);
        db.Sql("DELETE FROM reasons WHERE item_id IN (SELECT id FROM items WHERE run_id = $run AND state = 'failed')").Execute(runId);
        db.Sql("UPDATE items SET state = 'pending', epoch = $epoch, changed_at = $now WHERE run_id = $run AND state = 'failed'")
            .Execute(epoch, now, runId);
        return make(runId, epoch);
    }

    /// <summary>An effect has its key over all runs, so what was sent at a rehearsal would count as sent, and what is open there would be sent here.</summary>
    /// <exception cref="LedgerException">With <see cref="LedgerFault.OtherSite"/>: earlier runs planned effects at another address.</exception>
    public static void RequireEffectsHere(LedgerConnection db, string action, string? site)
    {
        if (site is null)
        {
            return;
        }

        using SqliteDataReader other = db.Sql(
            """
            SELECT r.id, r.site FROM runs r WHERE r.action = $action AND r.site <> $site AND EXISTS (SELECT 1 FROM effect_pages p WHERE p.run_id = r.id)
            ORDER BY r.id DESC LIMIT 1
            """).Query(action, site);
        if (other.Read())
        {
            throw LedgerErrors.Make(
                LedgerFault.OtherSite, db.Path, "go on", $"run {other.GetInt64(0)} of '{action}' planned effects at {other.GetString(1)}, not at {site}");
        }
    }

    /// <summary>The run to go on with. Two sites in one account would add up to nothing; a run that has read nothing yet may still move.</summary>
    private static long? Unfinished(LedgerConnection db, string action, string? site)
    {
        if (db.Sql("SELECT id FROM runs WHERE action = $action AND finished_at IS NULL ORDER BY id DESC LIMIT 1").Scalar(action) is not long runId)
        {
            return null;
        }

        if (site is not null && db.Sql("SELECT site FROM runs WHERE id = $run").Scalar(runId) as string != site)
        {
            if (db.Sql(
                """
                SELECT site FROM runs WHERE id = $run
                    AND (EXISTS (SELECT 1 FROM pages WHERE run_id = $run) OR EXISTS (SELECT 1 FROM effect_pages WHERE run_id = $run)
                        OR EXISTS (SELECT 1 FROM checkpoints WHERE run_id = $run))
                """).Scalar(runId) is string begun)
            {
                throw LedgerErrors.Make(LedgerFault.OtherSite, db.Path, "go on", $"run {runId} of '{action}' was begun at {begun}, not at {site}");
            }

            db.Sql("UPDATE runs SET site = $site WHERE id = $run").Execute(site, runId);

            // What a sync would ask for is known of the site before only.
            db.Sql("DELETE FROM syncs WHERE run_id = $run").Execute(runId);
        }

        return runId;
    }
}
