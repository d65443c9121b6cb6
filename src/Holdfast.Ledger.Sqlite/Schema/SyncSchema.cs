namespace Holdfast.Ledger.Sqlite;

/// <summary>Where sync actions keep since when they read, and what the site says is gone.</summary>
internal static class SyncSchema
{
    public static readonly IReadOnlyList<string> Tables = ["syncs", "removals"];

    /// <summary>What follows CREATE: the tables.</summary>
    /// <remarks>A record is gone while it has a removal that no later run ended.</remarks>
    public static readonly IReadOnlyList<string> Definitions =
    [
        """
        TABLE syncs(
            run_id INTEGER PRIMARY KEY REFERENCES runs(id),
            since_run INTEGER REFERENCES runs(id),
            since TEXT,
            watermark TEXT
        ) STRICT
        """,
        """
        TABLE removals(
            item_id INTEGER PRIMARY KEY REFERENCES items(id),
            run_id INTEGER NOT NULL REFERENCES runs(id),
            action TEXT NOT NULL,
            key TEXT NOT NULL,
            ended_run INTEGER REFERENCES runs(id)
        ) STRICT
        """,
    ];

    /// <summary>What follows CREATE: the index.</summary>
    public static readonly IReadOnlyList<string> Indexes = ["UNIQUE INDEX removals_current ON removals(action, key) WHERE ended_run IS NULL"];
}
