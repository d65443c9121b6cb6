namespace Holdfast.Ledger.Sqlite;

/// <summary>The tables of a ledger. A change of meaning needs a new <see cref="Version"/> and a step in <see cref="Migrations"/>.</summary>
/// <remarks>
/// <para>Times are UTC milliseconds since 1970. States are words, so that the file can be read without this program.</para>
/// <para>The user's own tables may be in the same file. So every table and index that a later version adds is called <c>holdfast_...</c>; the user
/// knows that rule and keeps away from such names.</para>
/// <para>
/// An item's state is never the only trace of what happened. <c>reasons</c> says what is missing or why there is nothing;
/// <c>comparisons</c> holds the record's hash before this run first touched it and now. From those two alone every state can be
/// derived, and <see cref="LedgerCheck"/> does.
/// </para>
/// </remarks>
internal static class LedgerSchema
{
    /// <summary>"HldF": marks the file as a ledger.</summary>
    public const int ApplicationId = 0x486C6446;

    public const int Version = 4;

    private static readonly string[] s_tablesOfVersion1 =
        ["runs", "legs", "passes", "pages", "listings", "items", "records", "comparisons", "reasons", "incidents"];

    private static readonly (int Since, string Table)[] s_laterTables =
    [
        (2, "suspensions"),
        .. SuspectSchema.Tables.Concat(CheckpointSchema.Tables).Concat(EffectSchema.Tables).Concat(SyncSchema.Tables).Concat(DeliverySchema.Tables)
            .Concat(PauseSchema.Tables).Select(table => (3, table)),
        .. MemberSchema.Tables.Concat(LoginSchema.Tables).Select(table => (4, table)),
    ];

    // Since version 2. No key of its own: a machine whose clock is set may sleep twice until the same moment.
    private const string Suspensions =
        """
        TABLE suspensions(
            id INTEGER PRIMARY KEY,
            run_id INTEGER NOT NULL REFERENCES runs(id),
            epoch INTEGER NOT NULL,
            session INTEGER NOT NULL,
            generation INTEGER NOT NULL,
            ended_at INTEGER NOT NULL,
            duration_ms INTEGER NOT NULL,
            asleep INTEGER NOT NULL CHECK (asleep IN (0, 1))
        ) STRICT
        """;

    // Since version 3: what follows CREATE.
    private static readonly IReadOnlyList<string> s_newTables =
    [
        .. SuspectSchema.Definitions,
        .. CheckpointSchema.Definitions,
        .. EffectSchema.Definitions,
        .. SyncSchema.Definitions,
        .. DeliverySchema.Definitions,
        .. PauseSchema.Definitions,
    ];

    private static readonly IReadOnlyList<string> s_newIndexes =
        [.. EffectSchema.Indexes, .. SyncSchema.Indexes, .. DeliverySchema.Indexes, .. PauseSchema.Indexes];

    // Since version 3 an item may be removed.
    private const string StatesOfVersion2 = "'pending', 'new', 'updated', 'unchanged', 'partial', 'failed', 'quarantined'";
    private const string States = $"{StatesOfVersion2}, 'removed'";

    public static readonly IReadOnlyList<string> Statements =
    [
        """
        CREATE TABLE runs(
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            action TEXT NOT NULL,
            epoch INTEGER NOT NULL,
            started_at INTEGER NOT NULL,
            finished_at INTEGER,
            site TEXT
        ) STRICT
        """,
        "CREATE INDEX runs_unfinished ON runs(action, id) WHERE finished_at IS NULL",
        """
        CREATE TABLE legs(
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            run_id INTEGER NOT NULL REFERENCES runs(id),
            epoch INTEGER NOT NULL,
            started_at INTEGER NOT NULL,
            ended_at INTEGER,
            outcome TEXT,
            program TEXT NOT NULL,
            pid INTEGER NOT NULL,
            process_started INTEGER NOT NULL,
            boot_id TEXT NOT NULL,
            host TEXT NOT NULL,
            CHECK ((ended_at IS NULL) = (outcome IS NULL))
        ) STRICT
        """,
        "CREATE UNIQUE INDEX legs_epoch ON legs(run_id, epoch)",
        """
        CREATE TABLE passes(
            run_id INTEGER NOT NULL REFERENCES runs(id),
            pass INTEGER NOT NULL,
            epoch INTEGER NOT NULL,
            finished_at INTEGER NOT NULL,
            site_total INTEGER,
            PRIMARY KEY (run_id, pass)
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE pages(
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            run_id INTEGER NOT NULL REFERENCES runs(id),
            number INTEGER NOT NULL,
            pass INTEGER NOT NULL,
            cursor TEXT,
            next_cursor TEXT,
            site_total INTEGER,
            entries INTEGER NOT NULL,
            epoch INTEGER NOT NULL,
            session INTEGER NOT NULL,
            generation INTEGER NOT NULL,
            planned_at INTEGER NOT NULL
        ) STRICT
        """,
        "CREATE UNIQUE INDEX pages_number ON pages(run_id, number)",
        "CREATE INDEX pages_cursor ON pages(run_id, pass, cursor)",
        """
        CREATE TABLE listings(
            page_id INTEGER NOT NULL REFERENCES pages(id),
            position INTEGER NOT NULL,
            run_id INTEGER NOT NULL REFERENCES runs(id),
            key TEXT NOT NULL,
            fingerprint TEXT,
            PRIMARY KEY (page_id, position)
        ) STRICT, WITHOUT ROWID
        """,
        "CREATE INDEX listings_key ON listings(run_id, key)",
        $"""
        CREATE TABLE items(
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            run_id INTEGER NOT NULL REFERENCES runs(id),
            key TEXT NOT NULL,
            fingerprint TEXT,
            payload TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ({States})),
            attempts INTEGER NOT NULL,
            epoch INTEGER NOT NULL,
            session INTEGER NOT NULL,
            generation INTEGER NOT NULL,
            changed_at INTEGER NOT NULL
        ) STRICT
        """,
        "CREATE UNIQUE INDEX items_key ON items(run_id, key)",
        // One index serves the pending items in planning order, the list of what is missing, and the counts.
        "CREATE INDEX items_state ON items(run_id, state, id)",
        """
        CREATE TABLE records(
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            action TEXT NOT NULL,
            key TEXT NOT NULL,
            json TEXT NOT NULL,
            hash BLOB NOT NULL,
            whole INTEGER NOT NULL CHECK (whole IN (0, 1)),
            missing TEXT,
            fingerprint TEXT,
            first_run INTEGER NOT NULL REFERENCES runs(id),
            written_run INTEGER NOT NULL REFERENCES runs(id),
            checked_run INTEGER NOT NULL REFERENCES runs(id),
            written_at INTEGER NOT NULL,
            CHECK (whole = (missing IS NULL))
        ) STRICT
        """,
        "CREATE UNIQUE INDEX records_key ON records(action, key)",
        """
        CREATE TABLE comparisons(
            item_id INTEGER PRIMARY KEY REFERENCES items(id),
            run_id INTEGER NOT NULL REFERENCES runs(id),
            settled INTEGER NOT NULL CHECK (settled IN (0, 1)),
            before_hash BLOB,
            before_whole INTEGER,
            after_hash BLOB NOT NULL,
            after_whole INTEGER NOT NULL CHECK (after_whole IN (0, 1)),
            CHECK ((before_hash IS NULL) = (before_whole IS NULL))
        ) STRICT
        """,
        """
        CREATE TABLE reasons(
            item_id INTEGER PRIMARY KEY REFERENCES items(id),
            run_id INTEGER NOT NULL REFERENCES runs(id),
            kind TEXT NOT NULL CHECK (kind IN ('missing', 'failure', 'quarantine')),
            text TEXT NOT NULL
        ) STRICT
        """,
        """
        CREATE TABLE incidents(
            run_id INTEGER NOT NULL REFERENCES runs(id),
            epoch INTEGER NOT NULL,
            session INTEGER NOT NULL,
            generation INTEGER NOT NULL,
            cause TEXT NOT NULL,
            detected_at INTEGER NOT NULL,
            in_flight INTEGER NOT NULL,
            symptoms INTEGER NOT NULL,
            admitted_at_latch INTEGER NOT NULL,
            outcome TEXT,
            detail TEXT NOT NULL,
            PRIMARY KEY (run_id, epoch, session, generation)
        ) STRICT, WITHOUT ROWID
        """,
        $"CREATE {Suspensions}",
        .. s_newTables.Concat(s_newIndexes).Concat(MemberSchema.Definitions).Concat(LoginSchema.Definitions).Select(definition => "CREATE " + definition),
    ];

    /// <summary>The one step of <see cref="Migrations"/> that changes a row: exactly one, unless the table is not as it was created.</summary>
    // What a CHECK allows says nothing of how rows are stored, so it may be changed in place: https://sqlite.org/lang_altertable.html
    public static readonly string AllowRemoved =
        $"""
        UPDATE sqlite_schema SET sql = replace(sql, '{Quoted(StatesOfVersion2)}', '{Quoted(States)}')
        WHERE type = 'table' AND name = 'items' AND instr(sql, '({Quoted(StatesOfVersion2)})') > 0
        """;

    /// <summary>What makes a ledger of the version before into one of this version: the first entry leads from 1 to 2.</summary>
    public static readonly IReadOnlyList<IReadOnlyList<string>> Migrations =
    [
        [$"CREATE {Suspensions}"],
        [
            .. s_newTables.Concat(s_newIndexes).Select(definition => "CREATE " + definition),
            "PRAGMA writable_schema = ON",
            AllowRemoved,
            "PRAGMA writable_schema = RESET",
        ],
        [.. MemberSchema.Definitions.Concat(LoginSchema.Definitions).Select(definition => "CREATE " + definition)],
    ];

    /// <summary>The same for somebody who may only read: empty tables of the connection's own, where an older file has none. They hide tables
    /// of the same name in the file, so they must go when a writer has brought it up to date.</summary>
    public static readonly IReadOnlyList<IReadOnlyList<string>> MigrationsForReading =
        [
            [$"CREATE TEMP {Suspensions}"],
            [.. s_newTables.Select(definition => "CREATE TEMP " + definition), .. s_newIndexes.Select(definition => "CREATE " + definition)],
            [.. MemberSchema.Definitions.Concat(LoginSchema.Definitions).Select(definition => "CREATE TEMP " + definition)],
        ];

    /// <summary>How the tables and indexes of a file of this version read; those that it has not are the connection's own.</summary>
    public static IEnumerable<string> StatementsOf(long version) =>
        version < 3 ? Statements.Select(statement => statement.Replace(States, StatesOfVersion2, StringComparison.Ordinal)) : Statements;

    private static string Quoted(string text) => text.Replace("'", "''", StringComparison.Ordinal);

    /// <summary>The tables of a file of this version.</summary>
    public static IEnumerable<string> TablesOf(long version) =>
        [.. s_tablesOfVersion1, .. s_laterTables.Where(later => later.Since <= version).Select(later => later.Table)];

    /// <summary>The tables that a file of one version has and one of an earlier version has not.</summary>
    public static IEnumerable<string> TablesBetween(long earlier, long later) => TablesOf(later).Except(TablesOf(earlier));
}
