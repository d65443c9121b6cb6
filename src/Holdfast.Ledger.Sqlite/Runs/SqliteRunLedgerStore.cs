using System.Text.Json;

namespace Holdfast.Ledger.Sqlite;

/// <summary>Keeps each ledger in an SQLite file.</summary>
/// <param name="time">The clock for the times in the ledgers.</param>
internal sealed class SqliteRunLedgerStore(TimeProvider time) : IRunLedgerStore
{
    public ILedgerFiles Files { get; } = new SqliteLedgerFiles();

    public void RequireRoom(string ledger, long bytes) => LedgerRoom.Require(ledger, bytes);

    public IDisposable Lock(string ledger, string action) => RunLock.Acquire(ledger, action, time);

    public async Task<IRunLedger> BeginLegAsync(string ledger, string action, string? site)
    {
#pragma warning disable CA2000 // The leg's ledger owns it.
        LedgerWriter writer = LedgerWriter.Open(ledger, time);
#pragma warning restore CA2000
        try
        {
            RunAccount account = await writer.RunAsync(ours => ours.BeginLeg(action, LegOwner.Current(), site), CancellationToken.None).ConfigureAwait(false);
            return new SqliteRunLedger(ledger, writer, account);
        }
        catch
        {
            await writer.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public ILedgerReader? OpenToRead(string ledger) => File.Exists(ledger) ? Read(ledger) : null;

#pragma warning disable CA2000 // The reader owns it, and so does the editor.
    public ILedgerReader Read(string ledger) => new SqliteLedgerReader(RunLedger.Open(ledger, LedgerAccess.Read, time));

    public ILedgerEditor Edit(string ledger) => new SqliteLedgerEditor(RunLedger.Open(ledger, LedgerAccess.ReadWrite, time));
#pragma warning restore CA2000

    public ILoginLedger LoginsOf(string ledger) => new SqliteLogins(ledger, time);

    public IRecordWriter? WriterFor<TRecord>(IRecordSink sink, JsonSerializerOptions json) =>
        sink is IRecordSink<TRecord> tables ? new TableWriter<TRecord>(tables, json) : null;
}
