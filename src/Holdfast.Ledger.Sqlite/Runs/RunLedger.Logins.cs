namespace Holdfast.Ledger.Sqlite;

/// <content>Logins that the site refused.</content>
public sealed partial class RunLedger
{
    /// <summary>When a login of this account may be tried again; null when it may be tried now. Opened to read, it may say a later time than it
    /// does after a clock that was set back has been allowed for.</summary>
    internal DateTimeOffset? ReadLoginHold(LoginAccount account, DateTimeOffset now) => _access == LedgerAccess.Read
        ? _db.Read("read the refused logins", () => RefusedLogins.HeldUntil(_db, account, now))
        : _db.Write("read the refused logins", () =>
        {
            RefusedLogins.ClampToNow(_db, now);
            return RefusedLogins.HeldUntil(_db, account, now);
        });

    /// <summary>Keeps that the site refused a login of this account.</summary>
    internal void NoteRefusedLogin(LoginAccount account, DateTimeOffset now) =>
        _db.Write("note a refused login", () => RefusedLogins.Note(_db, account, now));
}
