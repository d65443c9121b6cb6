namespace Holdfast.Ledger.Sqlite;

/// <summary>The durable account of runs: every item with its state, the records, pages and incidents, in one SQLite file.</summary>
/// <remarks>
/// <para>One connection, synchronous, not thread safe: one thread at a time, and one for each reader. Any number of processes may read
/// while one writes.</para>
/// <para>Every method throws <see cref="LedgerException"/> when the file fails it, and has then changed nothing.</para>
/// </remarks>
public sealed partial class RunLedger : IDisposable
{
    private static readonly TimeSpan s_busyTimeout = TimeSpan.FromSeconds(10);

    private readonly LedgerConnection _db;
    private readonly LedgerAccess _access;

    private RunLedger(LedgerConnection db, LedgerAccess access) => (_db, _access) = (db, access);

    /// <summary>The ledger's full path, links to it followed.</summary>
    public string Path => _db.Path;

    internal LedgerConnection Connection => _db;

    /// <summary>Opens a ledger. A file that cannot be used is left as it is.</summary>
    /// <param name="path">The file.</param>
    /// <param name="access">To look only, or to write; only the latter creates a missing file, in a folder that exists.</param>
    /// <param name="time">The clock for the times in the ledger.</param>
    /// <returns>The open ledger. Another process's lock is waited for, 10 s at most, here and in every later call.</returns>
    /// <exception cref="LedgerException">The file is missing, foreign, damaged, newer than this program, out of reach,
    /// or cannot be kept where it is.</exception>
    public static RunLedger Open(string path, LedgerAccess access, TimeProvider time) => Open(path, access, time, s_busyTimeout);

    internal static RunLedger Open(string path, LedgerAccess access, TimeProvider time, TimeSpan busyTimeout)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(time);
#pragma warning disable CA2000 // The ledger owns it.
        return new RunLedger(LedgerFile.Open(path, access, time, busyTimeout), access);
#pragma warning restore CA2000
    }

    /// <summary>Resumes the newest unfinished run of an action, or begins its next one, with a leg of its own.</summary>
    /// <param name="action">The action's name. Records belong to it.</param>
    /// <param name="owner">Who runs the leg.</param>
    /// <param name="site">The address that the run rides on; an unfinished run goes on only at its own. Null when nobody knows.</param>
    /// <returns>The account to write to. Every older account of the same run is fenced off from now on.</returns>
    /// <remarks>Items that failed in earlier legs are pending again; their attempts are kept. Hold the action's
    /// <see cref="RunLock"/>.</remarks>
    /// <exception cref="LedgerException">With <see cref="LedgerFault.OtherSite"/>: the unfinished run was begun at another address.</exception>
    internal RunAccount BeginLeg(string action, LegOwner owner, string? site = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(action);
        ArgumentNullException.ThrowIfNull(owner);
        return RunAccount.Begin(_db, action, owner, site);
    }

    /// <summary>Ends the quarantine of items: they are pending again in an unfinished run, and the next run fetches them like any other. A
    /// finished run keeps its account.</summary>
    /// <param name="action">The action's name.</param>
    /// <param name="key">The one item; null for all.</param>
    /// <returns>The keys of the items released, in order; empty when none was in quarantine.</returns>
    /// <remarks>Hold the action's <see cref="RunLock"/>.</remarks>
    public IReadOnlyList<string> Release(string action, string? key = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(action);
        return _db.Write("release items", () => Suspects.Release(_db, action, key));
    }

    /// <summary>Throws when the file was deleted, moved or replaced since it was opened for writing: what was committed cannot be found there.</summary>
    internal void RequireInPlace() => _db.RequireInPlace("end the leg");

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_access == LedgerAccess.ReadWrite)
        {
            _db.TruncateLog();
        }

        _db.Dispose();
    }
}
