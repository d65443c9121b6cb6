namespace Holdfast.Ledger.Sqlite;

/// <summary>What a ledger is opened for.</summary>
public enum LedgerAccess
{
    /// <summary>To look only. The file must exist; nothing in it changes. Works while a job writes.</summary>
    Read,

    /// <summary>To write. A missing file, and its folder, are created.</summary>
    ReadWrite,
}
