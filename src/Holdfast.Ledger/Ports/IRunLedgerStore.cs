using System.Text.Json;

namespace Holdfast.Ledger;

/// <summary>Where ledgers are kept. Each is named by a text, such as a path. Thread safe.</summary>
internal interface IRunLedgerStore
{
    /// <summary>What is to be known of the ledgers' files.</summary>
    ILedgerFiles Files { get; }

    /// <summary>Throws when there is too little room for a ledger to grow.</summary>
    /// <param name="ledger">The ledger; it need not exist yet.</param>
    /// <param name="bytes">How many bytes must be free.</param>
    /// <exception cref="LedgerException">With <see cref="LedgerFault.DiskFull"/>: there is less.</exception>
    void RequireRoom(string ledger, long bytes);

    /// <summary>Keeps everybody else from running the action on the ledger, or says at once who does.</summary>
    /// <returns>What holds the lock until it is disposed, or until the process ends.</returns>
    /// <exception cref="RunLockedException">Somebody else holds it.</exception>
    /// <exception cref="LedgerException">The ledger cannot be kept there, or locks have no effect there.</exception>
    IDisposable Lock(string ledger, string action);

    /// <summary>Opens a ledger, made when it is missing, and resumes the action's unfinished run, or begins its next one, with a leg of its own.</summary>
    /// <param name="ledger">The ledger.</param>
    /// <param name="action">The action, whose lock the caller holds.</param>
    /// <param name="site">The address that the run rides on; null when nobody knows.</param>
    /// <returns>The leg's ledger; dispose it to close it.</returns>
    /// <exception cref="LedgerException">It cannot be used, or the unfinished run was begun at another address.</exception>
    Task<IRunLedger> BeginLegAsync(string ledger, string action, string? site);

    /// <summary>Opens a ledger to look only; null when there is none.</summary>
    /// <exception cref="LedgerException">It cannot be used.</exception>
    ILedgerReader? OpenToRead(string ledger);

    /// <summary>Opens a ledger that is there to look only.</summary>
    /// <exception cref="LedgerException">It cannot be used; with <see cref="LedgerFault.NotFound"/>: there is none.</exception>
    ILedgerReader Read(string ledger);

    /// <summary>Opens a ledger that is there for what a person decides.</summary>
    /// <exception cref="LedgerException">It cannot be used.</exception>
    ILedgerEditor Edit(string ledger);

    /// <summary>The refused logins of a ledger that is not open: it is opened for each question.</summary>
    ILoginLedger LoginsOf(string ledger);

    /// <summary>What writes an action's records to a sink in the transactions of this kind of ledger; null when the sink is none that can.</summary>
    /// <typeparam name="TRecord">What the action gathers.</typeparam>
    IRecordWriter? WriterFor<TRecord>(IRecordSink sink, JsonSerializerOptions json);
}
