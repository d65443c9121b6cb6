namespace Holdfast.Ledger;

/// <summary>Why a ledger could not be used.</summary>
public enum LedgerFault
{
    /// <summary>None of the others; the inner exception says more.</summary>
    Other,

    /// <summary>There is no such file, or no such folder.</summary>
    NotFound,

    /// <summary>The file is something else. It was not touched.</summary>
    NotALedger,

    /// <summary>The file is damaged.</summary>
    Corrupt,

    /// <summary>The file was written by a newer Holdfast. It was not touched.</summary>
    NewerSchema,

    /// <summary>Another process held the file for longer than the time-out.</summary>
    Busy,

    /// <summary>The disk is full, or a quota is. Nothing of the failed change was kept.</summary>
    DiskFull,

    /// <summary>The file, its folder or its file system cannot be written.</summary>
    ReadOnly,

    /// <summary>The unfinished run belongs to another site.</summary>
    OtherSite,

    /// <summary>The file cannot be kept safely where it is: it has several names, is mounted without its folder, or a file that belongs to it is
    /// not what it should be. It was not touched.</summary>
    Misplaced,

    /// <summary>The file was deleted, moved or replaced while it was in use. Nothing of the failed change was kept.</summary>
    Replaced,
}
