using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Holdfast.Ledger.Sqlite;

/// <summary>Says in words what an error code of SQLite means to the owner of a ledger.</summary>
internal static class LedgerErrors
{
    public static LedgerFault Classify(int code, int extended) => code switch
    {
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => LedgerFault.Busy,
        raw.SQLITE_FULL => LedgerFault.DiskFull,
        // A file that ends before what was written to it: somebody cut it off.
        raw.SQLITE_IOERR when extended == raw.SQLITE_IOERR_SHORT_READ => LedgerFault.Corrupt,
        // The shared memory file could not grow: in practice a full disk.
        raw.SQLITE_IOERR when extended == raw.SQLITE_IOERR_SHMSIZE => LedgerFault.DiskFull,
        // No folder for temporary files may be written to.
        raw.SQLITE_IOERR when extended == raw.SQLITE_IOERR_GETTEMPPATH => LedgerFault.ReadOnly,
        raw.SQLITE_READONLY or raw.SQLITE_PERM or raw.SQLITE_CANTOPEN => LedgerFault.ReadOnly,
        raw.SQLITE_CORRUPT => LedgerFault.Corrupt,
        raw.SQLITE_NOTADB => LedgerFault.NotALedger,
        _ => LedgerFault.Other,
    };

    /// <summary>True for what disk, file or memory did, whoever's statement it was.</summary>
    public static bool IsOfTheMachine(int code) => code is raw.SQLITE_FULL or raw.SQLITE_IOERR or raw.SQLITE_CORRUPT or raw.SQLITE_NOMEM;

    public static LedgerException From(SqliteException error, string path, string purpose)
    {
        LedgerFault fault = Classify(error.SqliteErrorCode, error.SqliteExtendedErrorCode);
        return new LedgerException(fault, path, Describe(fault, path, purpose, error.Message), error);
    }

    /// <summary>What the file system said, before SQLite was asked.</summary>
    public static LedgerException From(Exception error, string path, string purpose)
    {
        const int NoSpaceLeft = 28;
        LedgerFault fault = error is IOException { HResult: NoSpaceLeft } ? LedgerFault.DiskFull : LedgerFault.ReadOnly;
        return new LedgerException(fault, path, Describe(fault, path, purpose, error.Message), error);
    }

    /// <param name="fault">What is wrong.</param>
    /// <param name="path">The ledger.</param>
    /// <param name="purpose">What could not be done.</param>
    /// <param name="detail">What was found.</param>
    /// <param name="remedy">What to do; null for what helps against most faults of the kind.</param>
    public static LedgerException Make(LedgerFault fault, string path, string purpose, string detail, string? remedy = null) =>
        new(fault, path, Describe(fault, path, purpose, detail, remedy));

    private static string Describe(LedgerFault fault, string path, string purpose, string detail, string? remedy = null)
    {
        (string? meaning, string? usual) = fault switch
        {
            LedgerFault.NotFound => ("There is no ledger there.", "Check the path, or run the action first."),
            LedgerFault.NotALedger => ("The file is not a Holdfast ledger; it was not touched.", "Choose another path."),
            LedgerFault.Corrupt => (
                "The file is damaged.",
                "Keep a copy of it with its -wal and -shm files, then restore a backup, or move it away and run again."),
            LedgerFault.NewerSchema => ("It was written by a newer Holdfast; it was not touched.", "Use that version, or another path."),
            LedgerFault.Busy => ("Another process kept it locked for too long; nothing was changed.", "Close the program that uses it, then try again."),
            LedgerFault.DiskFull => (
                "The disk is full, the ledger's or the one for temporary files; this change was undone, all earlier ones are kept.",
                "Free some space on both, then run again: the run resumes."),
            LedgerFault.OtherSite => ("Going on would mix two sites in one run; nothing was changed.", "Use that address, or another ledger."),
            LedgerFault.Misplaced => ("A ledger cannot be kept there; nothing was touched.", "Choose another path."),
            LedgerFault.Replaced => (
                "This change was undone; all earlier ones are in the file that was moved away, if there still is one.",
                "Put it back, or restore a backup, then run again."),
            LedgerFault.ReadOnly => (
                "The file, its folder, or the folder for temporary files cannot be opened or written.",
                "Check the permissions of all three; TMPDIR names the last, on Windows TMP."),
            _ => ("This change was undone, all earlier ones are kept.", "See the inner error."),
        };
        return $"Could not {(purpose == "open" ? "open" : purpose + " in")} the ledger '{path}': {detail.TrimEnd('.')}. {meaning} {remedy ?? usual}";
    }
}
