using SQLitePCL;

namespace Holdfast.Ledger.Sqlite;

/// <summary>What may be done with the ledger's connection while it is lent. Pure.</summary>
internal static class LentActions
{
    /// <summary>What names of tables and indexes to come begin with.</summary>
    public const string Prefix = "holdfast_";

    private static readonly HashSet<string> s_ours = new(LedgerSchema.TablesOf(LedgerSchema.Version), StringComparer.OrdinalIgnoreCase);

    private static readonly HashSet<string> s_questions = new(
        ["table_info", "table_xinfo", "table_list", "index_list", "index_info", "index_xinfo", "foreign_key_list"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Judges what a statement would do.</summary>
    /// <param name="action">One of SQLite's authorizer action codes.</param>
    /// <param name="first">What it is done to or with.</param>
    /// <param name="second">As the code has it; may be null.</param>
    /// <returns>Why it must not be, after 'it'; null when it may.</returns>
    public static string? Problem(int action, string? first, string? second) => action switch
    {
        raw.SQLITE_TRANSACTION => $"it tried to {first} the ledger's transaction",
        raw.SQLITE_ATTACH or raw.SQLITE_DETACH => "it tried to attach or detach a database",
        raw.SQLITE_PRAGMA when second is not null && !s_questions.Contains(first ?? "") => $"it tried to set the ledger's {first}",
        raw.SQLITE_INSERT or raw.SQLITE_UPDATE or raw.SQLITE_DELETE => Write(first),
        raw.SQLITE_CREATE_TABLE or raw.SQLITE_CREATE_TEMP_TABLE or raw.SQLITE_CREATE_VIEW or raw.SQLITE_CREATE_TEMP_VIEW or raw.SQLITE_CREATE_VTABLE
            or raw.SQLITE_DROP_TABLE or raw.SQLITE_DROP_VIEW => Make(first, first),
        raw.SQLITE_CREATE_INDEX or raw.SQLITE_CREATE_TEMP_INDEX or raw.SQLITE_CREATE_TRIGGER or raw.SQLITE_CREATE_TEMP_TRIGGER
            or raw.SQLITE_DROP_INDEX => Make(first, second),
        raw.SQLITE_ALTER_TABLE => Make(second, second),
        _ => null,
    };

    private static string? Write(string? table) => IsOurs(table) ? $"it tried to write to the ledger's table '{table}'" : null;

    private static string? Make(string? name, string? table) =>
        IsOurs(table) ? $"it tried to change the ledger's table '{table}'"
        : IsOurs(name) ? $"it tried to use '{name}', a name that is the ledger's"
        : null;

    private static bool IsOurs(string? name) => name is not null && (s_ours.Contains(name) || name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase));
}
