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

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
