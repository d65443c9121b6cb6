using SQLitePCL;

namespace Holdfast.Ledger.Sqlite.Tests;

/// <summary>How much SQLite does for a piece of work. The same on every machine, however busy.</summary>
internal static class QueryCost
{
    private const int StepsAtOnce = 10;

    /// <summary>In tens of steps of its virtual machine.</summary>
    public static int Of(RunLedger ledger, Action work)
    {
        int count = 0;
        sqlite3 handle = ledger.Connection.Sqlite.Handle!;
        raw.sqlite3_progress_handler(handle, StepsAtOnce, _ => count++ < 0 ? 1 : 0, null);
        work();
        raw.sqlite3_progress_handler(handle, 0, (delegate_progress)null!, null);
        return count;
    }
}
