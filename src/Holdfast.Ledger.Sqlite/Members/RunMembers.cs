namespace Holdfast.Ledger.Sqlite;

/// <summary>Whose a run is. Two members in one account would add up to nothing.</summary>
internal static class RunMembers
{
    private const long NoRun = 0;

    /// <summary>Inside a transaction: notes whose the run is, unless it is known. A run that has read nothing yet may still change hands. What an earlier
    /// run of the action read, or sent, belongs to whom it was read for: a record of the same version would not be fetched again.</summary>
    /// <returns>The run that belongs to another member and must not be mixed with this one; null when there is none.</returns>
    public static long? Take(LedgerConnection db, Leg run, string member)
    {
        byte[] hash = MemberHash.Of(db, member);
        if (OfAnother(db, run.Action, run.RunId, hash) is { } other)
        {
            return other;
        }

        db.Sql(
            "INSERT INTO holdfast_members(run_id, hash) VALUES ($run, $hash) "
            + "ON CONFLICT (run_id) DO UPDATE SET hash = excluded.hash WHERE hash <> excluded.hash")
            .Execute(run.RunId, hash);
        return null;
    }

    /// <summary>The same question for a dry run of a send action, where nothing may be written.</summary>
    public static long? Find(LedgerConnection db, string action, string member) =>
        MemberHash.Find(db, member) is { } hash ? OfAnother(db, action, NoRun, hash) : null;

    private static long? OfAnother(LedgerConnection db, string action, long runId, byte[] hash) => (long?)db.Sql(
        """
        SELECT m.run_id FROM holdfast_members m JOIN runs r ON r.id = m.run_id
        WHERE r.action = $action AND m.hash <> $hash
            AND (m.run_id = $run AND EXISTS (SELECT 1 FROM checkpoints WHERE run_id = $run)
                OR EXISTS (SELECT 1 FROM pages WHERE run_id = m.run_id)
                OR EXISTS (SELECT 1 FROM effect_pages p WHERE p.run_id = m.run_id))
        ORDER BY m.run_id DESC LIMIT 1
        """).Scalar(action, hash, runId);

    /// <summary>Forgets whose an action's runs are, such as those of a member whose name was changed at the site.</summary>
    public static int Release(LedgerConnection db, string action) =>
        db.Sql("DELETE FROM holdfast_members WHERE run_id IN (SELECT id FROM runs WHERE action = $action)").Execute(action);
}
