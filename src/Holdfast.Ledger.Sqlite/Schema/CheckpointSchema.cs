namespace Holdfast.Ledger.Sqlite;

/// <summary>Where plain actions keep how far they are.</summary>
internal static class CheckpointSchema
{
    public static readonly IReadOnlyList<string> Tables = ["checkpoints"];

    /// <summary>What follows CREATE.</summary>
    public static readonly IReadOnlyList<string> Definitions =
    [
        """
        TABLE checkpoints(
            run_id INTEGER PRIMARY KEY REFERENCES runs(id),
            value TEXT,
            done INTEGER NOT NULL,
            total INTEGER,
            text TEXT,
            completed INTEGER NOT NULL CHECK (completed IN (0, 1)),
            epoch INTEGER NOT NULL,
            session INTEGER NOT NULL,
            generation INTEGER NOT NULL,
            changed_at INTEGER NOT NULL
        ) STRICT
        """,
    ];
}
