using Holdfast.Ledger.Sqlite;

namespace Holdfast.App;

/// <summary>The kind of ledger that an app keeps. Chosen here, and named nowhere else.</summary>
internal static class AppLedgers
{
    /// <summary>Registers it for runs.</summary>
    public static void AddTo(IHoldfastBuilder builder) => builder.AddSqliteLedger();

    /// <summary>The same for the other commands.</summary>
    public static IRunLedgerStore Open(TimeProvider time) => new SqliteRunLedgerStore(time);
}
