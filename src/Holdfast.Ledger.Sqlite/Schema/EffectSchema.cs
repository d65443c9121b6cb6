namespace Holdfast.Ledger.Sqlite;

/// <summary>Where send actions keep their effects.</summary>
internal static class EffectSchema
{
    public static readonly IReadOnlyList<string> Tables = ["effects", "effect_events", "effect_pages", "effect_listings"];

    /// <summary>What follows CREATE: the tables.</summary>
    /// <remarks>An effect belongs to its action, over all runs. A run accounts for the effects that its pages show; pages that are carried over
    /// show what earlier runs left open.</remarks>
    public static readonly IReadOnlyList<string> Definitions =
    [
        """
        TABLE effects(
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            action TEXT NOT NULL,
            key TEXT NOT NULL,
            payload TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('planned', 'sending', 'confirmed', 'failed', 'in-doubt', 'dropped')),
            text TEXT,
            first_run INTEGER NOT NULL REFERENCES runs(id),
            changed_at INTEGER NOT NULL
        ) STRICT
        """,
        """
        TABLE effect_events(
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            effect_id INTEGER NOT NULL REFERENCES effects(id),
            event TEXT NOT NULL,
            text TEXT,
            run_id INTEGER REFERENCES runs(id),
            epoch INTEGER,
            session INTEGER,
            generation INTEGER,
            at INTEGER NOT NULL,
            CHECK ((run_id IS NULL) = (event LIKE 'user-%'))
        ) STRICT
        """,
        """
        TABLE effect_pages(
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            run_id INTEGER NOT NULL REFERENCES runs(id),
            number INTEGER NOT NULL,
            carried INTEGER NOT NULL CHECK (carried IN (0, 1)),
            cursor TEXT,
            next_cursor TEXT,
            entries INTEGER NOT NULL,
            epoch INTEGER NOT NULL,
            session INTEGER NOT NULL,
            generation INTEGER NOT NULL,
            planned_at INTEGER NOT NULL
        ) STRICT
        """,
        """
        TABLE effect_listings(
            page_id INTEGER NOT NULL REFERENCES effect_pages(id),
            position INTEGER NOT NULL,
            run_id INTEGER NOT NULL REFERENCES runs(id),
            key TEXT NOT NULL,
            PRIMARY KEY (page_id, position)
        ) STRICT, WITHOUT ROWID
        """,
    ];

    /// <summary>What follows CREATE: the indexes.</summary>
    public static readonly IReadOnlyList<string> Indexes =
    [
        "UNIQUE INDEX effects_key ON effects(action, key)",
        "INDEX effects_state ON effects(action, state, id)",
        "INDEX effect_events_effect ON effect_events(effect_id, id)",
        "INDEX effect_events_run ON effect_events(run_id, at)",
        "INDEX effect_events_begun ON effect_events(at) WHERE event = 'begun'",
        "UNIQUE INDEX effect_pages_number ON effect_pages(run_id, number)",
        "INDEX effect_pages_cursor ON effect_pages(run_id, cursor)",
        "INDEX effect_listings_key ON effect_listings(run_id, key)",
    ];
}
