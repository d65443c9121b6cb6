namespace Holdfast.Ledger.Sqlite;

/// <summary>The refused logins of an SQLite file that is open only while it is looked at. On the pool: to compare a secret takes its time.</summary>
internal sealed class SqliteLogins(string path, TimeProvider time) : ILoginLedger
{
    public Task<DateTimeOffset?> ReadLoginHoldAsync(LoginAccount account, DateTimeOffset now) => Task.Run(() =>
    {
        if (!File.Exists(path))
        {
            return null;
        }

        using RunLedger ledger = RunLedger.Open(path, LedgerAccess.Read, time);
        return ledger.ReadLoginHold(account, now);
    });

    public Task RecordRefusedLoginAsync(LoginAccount account, DateTimeOffset now) => Task.Run(() =>
    {
        using RunLedger ledger = RunLedger.Open(path, LedgerAccess.ReadWrite, time);
        ledger.NoteRefusedLogin(account, now);
    });
}
