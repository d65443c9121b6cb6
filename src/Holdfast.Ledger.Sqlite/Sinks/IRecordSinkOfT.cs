using Microsoft.Data.Sqlite;

namespace Holdfast.Ledger.Sqlite;

/// <summary>Tables of the user's own in the ledger's file: what is written there commits with the ledger, or not at all.</summary>
/// <typeparam name="TRecord">What the action gathers.</typeparam>
/// <remarks>
/// <para>Both methods are called on the ledger's one thread, in one of its transactions, with its connection; so one at a time, and everybody who
/// writes to the ledger waits. They must not keep connection or transaction, nor end them, nor leave a reader open, nor write to a table of
/// the ledger. What of this is tried is refused.</para>
/// <para>What they throw undoes the whole transaction, and stops the run with a <see cref="RecordSinkException"/>: it is a bug, and no failure of
/// the site. The next start resumes the run. A full or failing disk, a damaged file
/// and out-of-memory errors are passed through unchanged.</para>
/// <para>Your tables may have any name that the ledger does not use. Later versions of it only add names that begin with <c>holdfast_</c>.</para>
/// </remarks>
public interface IRecordSink<TRecord> : IRecordSink
{
    /// <summary>Called at the start of each leg: creates the tables that are missing. What changed while the sink was left out is not told later; see
    /// <c>docs/actions.md</c> for how to read it from the ledger's tables here.</summary>
    /// <param name="connection">The ledger's connection.</param>
    /// <param name="transaction">A transaction of the ledger.</param>
    void Prepare(SqliteConnection connection, SqliteTransaction transaction);

    /// <summary>Called for each batch, and each page of a sync's list, that changes records, right before it is committed.</summary>
    /// <param name="records">Those that are new, updated or gone, at least one, in the order in which they changed. Whoever writes and deletes by
    /// key holds what <c>export</c> shows, at every commit.</param>
    /// <param name="connection">The ledger's connection.</param>
    /// <param name="transaction">The transaction of the batch or page.</param>
    void Write(IReadOnlyList<SinkRecord<TRecord>> records, SqliteConnection connection, SqliteTransaction transaction);
}
