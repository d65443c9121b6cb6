namespace Holdfast.Ledger.Sqlite;

/// <summary>Where a ledger keeps whose runs it holds: hashes with a key of the ledger's own, no names.</summary>
internal static class MemberSchema
{
    public static readonly IReadOnlyList<string> Tables = ["holdfast_keys", "holdfast_members"];

    /// <summary>What follows CREATE: the tables.</summary>
    public static readonly IReadOnlyList<string> Definitions =
    [
        """
        TABLE holdfast_keys(
            id INTEGER PRIMARY KEY CHECK (id = 1),
            value BLOB NOT NULL
        ) STRICT
        """,
        """
        TABLE holdfast_members(
            run_id INTEGER PRIMARY KEY REFERENCES runs(id),
            hash BLOB NOT NULL
        ) STRICT
        """,
    ];
}
