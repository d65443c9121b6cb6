namespace Holdfast.Ledger.Sqlite;

/// <content>The user's own storage beside the records.</content>
internal sealed partial class RunAccount
{
    /// <summary>Makes the sinks' tables, and gives them every change from now on.</summary>
    internal void UseSinks(RecordTargets targets)
    {
        TargetWriter sinks = new(_db, Action, targets);
        Write(
            "prepare the sinks",
            () =>
            {
                sinks.Prepare();
                return true;
            },
            null,
            lend: sinks.Borrow);
        _leg.Sinks = sinks;
    }

    /// <summary>As <see cref="OwedRecords.Read"/>.</summary>
    internal IReadOnlyList<OwedRecord> ReadOwed(string sink, long after, int limit) =>
        _db.Read("read what a sink is owed", () => OwedRecords.Read(_db, Action, sink, after, limit));

    /// <summary>As <see cref="OwedRecords.MarkDelivered"/>.</summary>
    internal int MarkDelivered(IReadOnlyList<OwedRecord> delivered) =>
        Write("note a delivery", () => OwedRecords.MarkDelivered(_db, delivered), null, evenIfFinished: true);
}
