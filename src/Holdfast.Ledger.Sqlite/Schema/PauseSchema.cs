namespace Holdfast.Ledger.Sqlite;

/// <summary>Where pauses are kept that sites ask for, and what they taught.</summary>
internal static class PauseSchema
{
    public static readonly IReadOnlyList<string> Tables = ["pauses"];

    /// <summary>What follows CREATE: the table.</summary>
    /// <remarks>The newest row of an endpoint, whatever its run and action, is what a leg goes on with.</remarks>
    public static readonly IReadOnlyList<string> Definitions =
    [
        """
        TABLE pauses(
            run_id INTEGER NOT NULL REFERENCES runs(id),
            epoch INTEGER NOT NULL,
            endpoint TEXT NOT NULL,
            number INTEGER NOT NULL,
            status INTEGER NOT NULL,
            asked_at INTEGER NOT NULL,
            until_at INTEGER NOT NULL,
            sent INTEGER NOT NULL,
            window_ms INTEGER NOT NULL,
            per_minute REAL,
            PRIMARY KEY (run_id, epoch, endpoint, number),
            CHECK (until_at >= asked_at)
        ) STRICT, WITHOUT ROWID
        """,
    ];

    /// <summary>What follows CREATE: the index.</summary>
    public static readonly IReadOnlyList<string> Indexes = ["INDEX pauses_until ON pauses(until_at)"];
}
