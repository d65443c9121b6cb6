namespace Holdfast.Ledger.Sqlite;

/// <summary>What is to be known of ledgers that are SQLite files.</summary>
internal sealed class SqliteLedgerFiles : ILedgerFiles
{
    public string Require(string ledger) => LedgerPlace.Require(ledger);

    public void RequireRegular(string companion, string ledger) => LedgerPlace.RequireRegular(companion, ledger);

    public UnixFileMode ModeBeside(string ledger) => LedgerPlace.ModeBeside(ledger);

    public string? Risk(string ledger) => LedgerPlace.Risk(ledger);

    public string? Claim(string file, string ledger) => LedgerClaim.Of(file, ledger);
}
