using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;

namespace Holdfast.App.Tests;

/// <summary>Makes real ledgers.</summary>
internal static class LedgerMaker
{
    public static readonly DateTimeOffset Start = new(2026, 7, 1, 22, 0, 0, TimeSpan.Zero);

    /// <summary>A run of one page with the given outcomes; items without one stay pending.</summary>
    public static RunSummary Make(string path, string action, IReadOnlyList<ItemOutcome> outcomes, IReadOnlyList<string>? pending = null, bool finish = true)
    {
        using RunLedger ledger = RunLedger.Open(path, LedgerAccess.ReadWrite, new FakeTimeProvider(Start));
        RunAccount account = ledger.BeginLeg(action, LegOwner.Current());
        string[] keys = [.. outcomes.Select(outcome => outcome.Key), .. pending ?? []];
        account.PlanPage(new PageListing(1, null, null, keys.Length, [.. keys.Select(key => new ListedItem(key, null, "{}"))], new(0, 1)), null);
        account.CommitBatch(outcomes, new(0, 1), null);
        account.FinishListing(1, keys.Length);
        if (finish)
        {
            account.EndLeg(LegOutcome.Finished, finishesRun: true);
        }

        return ledger.ReadSummary(account.RunId);
    }

    /// <summary>Writes behind the ledger's back.</summary>
    public static void Sql(string path, string sql)
    {
        using SqliteConnection connection = new($"Data Source={path};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of the tests.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    /// <summary>A pause that the site asked for in the first run's first leg.</summary>
    public static void AddPause(string path, string endpoint, double askedAfter, double seconds)
    {
        long asked = Start.AddSeconds(askedAfter).ToUnixTimeMilliseconds();
        Sql(path, string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"INSERT INTO pauses VALUES (1, 1, '{endpoint}', 1, 429, {asked}, {asked + (seconds * 1000):0}, 10, 4000, 75)"));
    }

    public static void AddIncident(string path, string action, string symptom)
    {
        using RunLedger ledger = RunLedger.Open(path, LedgerAccess.ReadWrite, new FakeTimeProvider(Start));
        ledger.BeginLeg(action, LegOwner.Current()).RecordIncident(new IncidentRow(
            new(0, 2), "LoggedOut", Start, 4, 17, 120, "Recovered", System.Text.Json.JsonSerializer.Serialize(new { firstSymptom = symptom })));
    }
}
