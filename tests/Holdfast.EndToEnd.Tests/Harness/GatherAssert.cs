using System.Text.Json;
using Kinfolk;
using Kinfolk.Site;

namespace Holdfast.EndToEnd.Tests;

/// <summary>What must hold for a finished gather, whatever happened on the way. Read from the ledger, compared with the site's own data.</summary>
internal static class GatherAssert
{
    public const string Action = "gather-matches";

    /// <summary>Every record is there once and equals the site's; the summary adds up; nothing contradicts itself.</summary>
    public static RunSummary Complete(JobFolder folder, int records, params string[] failedKeys)
    {
        using RunLedger ledger = RunLedger.Open(folder.Ledger, LedgerAccess.Read, TimeProvider.System);
        RunSummary summary = ledger.ReadSummary(ledger.ReadRuns(Action)[0].RunId);
        Assert.Empty(ledger.Check(summary.Run.RunId));
        Assert.Equal(records, summary.Seen);
        Assert.Equal(records - failedKeys.Length, summary.New);
        Assert.Equal(failedKeys.Length, summary.Failed);
        Assert.Equal(failedKeys.Length, summary.Missing);
        Assert.True(summary.AddsUp);
        AssertOneFileIsAll(folder, summary);

        Dictionary<string, StoredRecord> stored = ledger.ReadRecords(Action).ToDictionary(record => record.Key);
        Assert.Equal(records - failedKeys.Length, stored.Count);
        for (int index = 1; index <= records; index++)
        {
            KinRecord expected = KinData.Record(index);
            if (!failedKeys.Contains(expected.Id))
            {
                Equal(expected, JsonSerializer.Deserialize<Match>(stored[expected.Id].Json, JsonSerializerOptions.Web)!);
            }
        }

        return summary;
    }

    /// <summary>The incidents of the newest run, each with a recovered outcome.</summary>
    public static IReadOnlyList<StoredIncident> Incidents(JobFolder folder)
    {
        using RunLedger ledger = RunLedger.Open(folder.Ledger, LedgerAccess.Read, TimeProvider.System);
        return ledger.ReadIncidents(ledger.ReadRuns(Action)[0].RunId);
    }

    /// <summary>Error lines in the log file beside the ledger.</summary>
    public static IReadOnlyList<string> ErrorLines(JobFolder folder) =>
        [.. File.ReadLines(folder.Log).Where(line => line.Contains(" ERR ", StringComparison.Ordinal))];

    /// <summary>Whoever copies the ledger after a run, copies one file.</summary>
    private static void AssertOneFileIsAll(JobFolder folder, RunSummary summary)
    {
        string copy = Path.Combine(folder.Path, "copy.db");
        File.Copy(folder.Ledger, copy, overwrite: true);
        using (RunLedger ledger = RunLedger.Open(copy, LedgerAccess.Read, TimeProvider.System))
        {
            Assert.Equal((summary.Seen, summary.New), (ledger.ReadSummary(summary.Run.RunId).Seen, ledger.ReadSummary(summary.Run.RunId).New));
        }

        File.Delete(copy);
    }

    private static void Equal(KinRecord expected, Match actual)
    {
        Match wanted = new(
            expected.Id, expected.Item.Name, expected.Details.SharedCm, expected.Details.Segments, expected.Details.Relationship,
            expected.Details.TreeSize, expected.Details.Note, expected.Profile.Born, expected.Profile.Place, actual.Badges);
        Assert.Equal(wanted, actual);
        Assert.Equal(expected.Badges, actual.Badges);
    }
}
