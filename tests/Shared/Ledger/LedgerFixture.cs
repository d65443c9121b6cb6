using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;

namespace Holdfast.Tests.Shared;

/// <summary>A ledger in a folder of its own, deleted afterwards.</summary>
internal sealed class LedgerFixture : IDisposable
{
    public LedgerFixture()
    {
        Folder = Directory.CreateTempSubdirectory("holdfast-ledger-").FullName;
        Path = System.IO.Path.Combine(Folder, "job.ledger");
    }

    public string Folder { get; }

    public string Path { get; }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    public RunLedger Open(LedgerAccess access = LedgerAccess.ReadWrite) => RunLedger.Open(Path, access, Time);

    public static RunAccount Begin(RunLedger ledger, string action = "gather") => ledger.BeginLeg(action, LegOwner.Current());

    /// <summary>Changes the file behind the ledger's back, as a user with a database tool would.</summary>
    public int Tamper(string sql)
    {
        using SqliteConnection connection = new($"Data Source={Path};Pooling=False;Foreign Keys=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of the tests.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command.ExecuteNonQuery();
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
