using Microsoft.Data.Sqlite;

namespace Holdfast.Actions;

/// <summary>Tables of the user's own in the ledger's file: what is written there commits with the ledger, or not at all.</summary>
/// <typeparam name="TRecord">What the action gathers.</typeparam>
/// <remarks>
/// <para>Both methods are called on the ledger's one thread, in one of its transactions, with its connection; so one at a time, and everybody who
/// writes to the ledger waits. They must not keep connection or transaction, nor end them, nor leave a reader open, nor write to a table of
/// the ledger. What of this is tried is refused.</para>
/// <para>What they throw undoes the whole transaction, and stops the run with a <see cref="RecordSinkException"/>: it is a bug, and no failure of
/// the site. Starting again goes on. A full disk is a full disk.</para>
/// <para>Your tables may have any name that the ledger does not use. Later versions of it only add names that begin with <c>holdfast_</c>.</para>
/// </remarks>
public interface IRecordSink<TRecord> : IRecordSink
{
    /// <summary>Called at the start of each leg: creates the tables that are missing.</summary>
    /// <param name="connection">The ledger's connection.</param>
    /// <param name="transaction">A transaction of the ledger.</param>
    void Prepare(SqliteConnection connection, SqliteTransaction transaction);

    /// <summary>Called for each batch that changes records, right before it is committed.</summary>
    /// <param name="records">Those that are new or updated, at least one, in the order in which the batch wrote them.</param>
    /// <param name="connection">The ledger's connection.</param>
    /// <param name="transaction">The transaction of the batch.</param>
    void Write(IReadOnlyList<SinkRecord<TRecord>> records, SqliteConnection connection, SqliteTransaction transaction);
}
