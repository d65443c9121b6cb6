using Holdfast.Ledger.Sqlite;

namespace Holdfast.Ledger.Contract.Tests;

/// <summary>A ledger in an SQLite file, in a folder of its own.</summary>
internal sealed class SqliteRig : LedgerRig
{
    public const string Name = "sqlite";

    private readonly string _folder = Directory.CreateTempSubdirectory("holdfast-ledger-").FullName;

    public override string Kind => Name;

    public override string Ledger => Path.Combine(_folder, "job.ledger");

    protected override IRunLedgerStore Store => new SqliteRunLedgerStore(Time);

    public override RunSummary ReadSummary(long run) => Read(ledger => ledger.ReadSummary(run));

    public override IReadOnlyList<LedgerMismatch> Check(long run) => Read(ledger => ledger.Check(run));

    public override IReadOnlyList<RunInfo> ReadRuns() => Read(ledger => ledger.ReadRuns());

    public override IReadOnlyList<StoredRecord> ReadRecords(string action, long? writtenByRun = null, bool includePartial = true) =>
        Read(ledger => ledger.ReadRecords(action, writtenByRun, includePartial).ToList());

    public override IReadOnlyList<MissingItem> ReadMissing(long run) => Read(ledger => ledger.ReadMissing(run));

    public override IReadOnlyList<StoredSuspension> ReadSuspensions(long run) => Read(ledger => ledger.ReadSuspensions(run));

    public override IReadOnlyList<StoredPause> ReadPauses(DateTimeOffset? endingAfter = null) => Read(ledger => ledger.ReadPauses(endingAfter: endingAfter));

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private T Read<T>(Func<RunLedger, T> read)
    {
        using RunLedger ledger = RunLedger.Open(Ledger, LedgerAccess.Read, Time);
        return read(ledger);
    }
}
