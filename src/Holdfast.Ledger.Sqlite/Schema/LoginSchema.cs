namespace Holdfast.Ledger.Sqlite;

/// <summary>Where refused logins are kept, so that a job that is started again and again does not lock an account.</summary>
internal static class LoginSchema
{
    public static readonly IReadOnlyList<string> Tables = ["holdfast_refused_logins"];

    /// <summary>What follows CREATE: the table.</summary>
    /// <remarks>An account is a <see cref="MemberHash"/>: whose login it was, and after it what it was tried with, if that is known.</remarks>
    public static readonly IReadOnlyList<string> Definitions =
    [
        """
        TABLE holdfast_refused_logins(
            id INTEGER PRIMARY KEY,
            account BLOB NOT NULL,
            refused_at INTEGER NOT NULL
        ) STRICT
        """,
    ];
}
