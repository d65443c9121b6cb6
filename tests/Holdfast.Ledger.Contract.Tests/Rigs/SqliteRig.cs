using Holdfast.Ledger.Sqlite;
using Microsoft.Data.Sqlite;

namespace Holdfast.Ledger.Contract.Tests;

/// <summary>A ledger in an SQLite file, in a folder of its own.</summary>
internal sealed class SqliteRig : LedgerRig
{
    public const string Name = "sqlite";

    private readonly string _folder = Directory.CreateTempSubdirectory("holdfast-ledger-").FullName;

    public override string Kind => Name;

    public override string Ledger => Path.Combine(_folder, "job.ledger");

    public override IRunLedgerStore Store => new SqliteRunLedgerStore(Time);

    public override void Damage()
    {
        using SqliteConnection connection = new($"Data Source={Ledger};Pooling=False;Foreign Keys=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "DELETE FROM items";
        Assert.NotEqual(0, command.ExecuteNonQuery());
    }

    public override void TakeAway() => File.Delete(Ledger);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
