namespace Holdfast.Ledger.Sqlite;

/// <content>Since when a sync reads.</content>
internal sealed partial class RunAccount
{
    /// <summary>Begins a sync, or goes on with it: what the last completed run could not fetch is pending.</summary>
    internal SyncSpan BeginSync() => Write("begin a sync", () => new SyncStart(_db, _leg).Begin(), null);

    /// <summary>Whether entries that the ledger holds tell that what follows them in the list is held, too: not after a run whose list hid something,
    /// until a reading has come to the end. A run that has a watermark hid nothing.</summary>
    internal bool KnowsWhatFollows(SyncSpan span) => span.SinceRun is not { } before || _db.Read(
        "compare list pages",
        () => SyncStart.Find(_db, before) is { Watermark: not null } || new ListReconciler(_db, before).Reconcile(limit: 0).IsConsistent);

    private void ForgetWatermark() => _db.Sql("UPDATE syncs SET watermark = NULL WHERE run_id = $run").Execute(RunId);
}
