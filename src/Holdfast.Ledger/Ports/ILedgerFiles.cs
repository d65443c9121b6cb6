namespace Holdfast.Ledger;

/// <summary>What a kind of ledger knows of its files, for whoever has files beside them or writes files at all. Thread safe.</summary>
internal interface ILedgerFiles
{
    /// <summary>The full path, links followed, of a ledger that is there or can be made.</summary>
    /// <exception cref="LedgerException">It cannot be kept there.</exception>
    string Require(string ledger);

    /// <summary>Refuses a name beside a ledger that leads to something other than a file of its own.</summary>
    /// <param name="companion">The name.</param>
    /// <param name="ledger">The ledger, as <see cref="Require"/> gave it.</param>
    /// <exception cref="LedgerException">It is there, and is no file, or is the ledger itself.</exception>
    void RequireRegular(string companion, string ledger);

    /// <summary>Who may do what with a file beside a ledger.</summary>
    UnixFileMode ModeBeside(string ledger);

    /// <summary>What somebody else could do to a ledger where it is, in words; null when nobody can.</summary>
    /// <param name="ledger">The ledger, as <see cref="Require"/> gave it.</param>
    string? Risk(string ledger);

    /// <summary>What a file is to ledgers, after 'it is'; null when it is none's.</summary>
    /// <param name="file">The full path of the file, links followed; it need not exist.</param>
    /// <param name="ledger">The ledger that is open.</param>
    /// <exception cref="IOException">It cannot be told.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be looked at.</exception>
    string? Claim(string file, string ledger);
}
