namespace Holdfast.Actions;

/// <content>Since when a sync reads.</content>
public sealed partial class RunAccount
{
    /// <summary>Begins a sync, or goes on with it: what the last completed run could not fetch is pending.</summary>
    internal SyncSpan BeginSync() => Write("begin a sync", () => new SyncStart(_db, this).Begin(), null);

    /// <summary>The list hid something: the next sync reads since when this one did.</summary>
    internal void ForgetWatermark() => Write(
        "hold the watermark", () => _db.Sql("UPDATE syncs SET watermark = NULL WHERE run_id = $run").Execute(RunId), null);
}
