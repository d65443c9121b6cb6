namespace Holdfast.Ledger.Sqlite;

/// <summary>Where items stand over which sessions died.</summary>
internal static class SuspectSchema
{
    public static readonly IReadOnlyList<string> Tables = ["suspects"];

    /// <summary>What follows CREATE: the table.</summary>
    public static readonly IReadOnlyList<string> Definitions =
    [
        """
        TABLE suspects(
            action TEXT NOT NULL,
            key TEXT NOT NULL,
            run_id INTEGER NOT NULL REFERENCES runs(id),
            epoch INTEGER NOT NULL,
            deaths INTEGER NOT NULL,
            solo_deaths INTEGER NOT NULL,
            quarantined INTEGER NOT NULL CHECK (quarantined IN (0, 1)),
            PRIMARY KEY (action, key),
            CHECK (solo_deaths <= deaths)
        ) STRICT, WITHOUT ROWID
        """,
    ];
}
