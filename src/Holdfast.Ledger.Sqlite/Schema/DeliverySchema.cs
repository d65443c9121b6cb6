namespace Holdfast.Ledger.Sqlite;

/// <summary>Where it stands which records sinks elsewhere are owed.</summary>
internal static class DeliverySchema
{
    public static readonly IReadOnlyList<string> Tables = ["deliveries"];

    /// <summary>What follows CREATE: the table.</summary>
    /// <remarks>One row for each record and sink, over all runs. The version counts the changes that the sink was owed; it is owed something as
    /// long as an older one was delivered last.</remarks>
    public static readonly IReadOnlyList<string> Definitions =
    [
        """
        TABLE deliveries(
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            action TEXT NOT NULL,
            sink TEXT NOT NULL,
            key TEXT NOT NULL,
            version INTEGER NOT NULL,
            hash BLOB NOT NULL,
            whole INTEGER NOT NULL CHECK (whole IN (0, 1)),
            removed INTEGER NOT NULL CHECK (removed IN (0, 1)),
            delivered INTEGER NOT NULL,
            changed_at INTEGER NOT NULL,
            CHECK (delivered BETWEEN 0 AND version)
        ) STRICT
        """,
    ];

    /// <summary>What follows CREATE: the indexes.</summary>
    public static readonly IReadOnlyList<string> Indexes =
    [
        "UNIQUE INDEX deliveries_key ON deliveries(action, sink, key)",
        "INDEX deliveries_owed ON deliveries(action, sink, id) WHERE delivered < version",
    ];
}
