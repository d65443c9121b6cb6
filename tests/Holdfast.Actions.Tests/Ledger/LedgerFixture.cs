using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;

namespace Holdfast.Actions.Tests;

/// <summary>A ledger in a folder of its own, deleted afterwards.</summary>
internal sealed class LedgerFixture : IDisposable
{
    public static readonly GenerationStamp First = new(0, 1);

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

    public static PageListing Page(int number, int? next, params ListedItem[] items) => new(
        1,
        number == 1 ? null : number.ToString(CultureInfo.InvariantCulture),
        next?.ToString(CultureInfo.InvariantCulture),
        null,
        items,
        First);

    public static ListedItem Item(string key, string? fingerprint = "f1") => new(key, fingerprint, $$"""{"id":"{{key}}"}""");

    public static ItemOutcome Whole(string key, int value = 1, string? fingerprint = "f1") =>
        ItemOutcome.Whole(key, $$"""{"key":"{{key}}","value":{{value}}}""", fingerprint);

    /// <summary>Changes the file behind the ledger's back, as a user with a database tool would.</summary>
    public int Tamper(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path};Pooling=False;Foreign Keys=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of the tests.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command.ExecuteNonQuery();
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
