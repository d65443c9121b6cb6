using System.Globalization;
using System.Text.Json;
using Holdfast.App;
using Kinfolk;
using Kinfolk.Site;
using Microsoft.Data.Sqlite;

namespace Holdfast.EndToEnd.Tests;

/// <summary>The sample that keeps matches in tables of its own, with a real browser: after a <c>kill -9</c> of the job they agree with the ledger.</summary>
[Trait("Category", "Browser")]
public sealed class OwnTablesTests(ITestOutputHelper output)
{
    private const int Pages = 30;
    private const int Records = Pages * 20;

    [Theory]
    [InlineData(3)]
    [InlineData(6)]
    public async Task Run_JobKilledThenStartedAgain_TablesAgreeWithTheLedgerAllTheTime(int index)
    {
        Moment moment = Moment.Choose(index, seed: 4000 + index, Pages);
        output.WriteLine($"kill -9 of the job in {moment.Stage} at {moment.Path} x {moment.Count}");
        using JobFolder folder = new();
        await using MemberSite site = await LocalSite.StartAsync(Pages);
        using SiteControlClient control = new(site.Url);
        Job? first = null;
        await moment.StrikeAsync(
            control,
            arm: () => Task.FromResult(first = Start(folder, site.Url)),
            fault: async () =>
            {
                _ = await first!.BrowserAsync();
                first.Signal(Signals.Kill);
            });
        await first!.EndAsync();
        Assert.InRange(AssertAgree(folder), 1, Records - 1);

        await using Job second = Start(folder, site.Url);
        Assert.Equal(ExitCode.Completed, await second.EndAsync());
        output.WriteLine(second.Output);
        GatherAssert.Complete(folder, Records);
        Assert.Equal(Records, AssertAgree(folder));
    }

    private static Job Start(JobFolder folder, string url) => Job.Start(folder, ["tables", "run", "--url", url, "--ledger", folder.Ledger]);

    /// <summary>Each record is in the tables with its badges, and nothing else is.</summary>
    /// <returns>How many there are.</returns>
    private static int AssertAgree(JobFolder folder)
    {
        using RunLedger ledger = RunLedger.Open(folder.Ledger, LedgerAccess.Read, TimeProvider.System);
        string[] kept =
        [
            .. ledger.ReadRecords(GatherAssert.Action).Select(record => JsonSerializer.Deserialize<Match>(record.Json, JsonSerializerOptions.Web)!)
                .Select(match => Line(
                    match.Id, match.Name, match.SharedCm, match.Born, match.Place, string.Join(',', match.Badges.Order(StringComparer.Ordinal)))),
        ];
        using SqliteConnection connection = new($"Data Source={folder.Ledger};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText =
            """
            SELECT id, name, shared_cm, born, place, (SELECT coalesce(group_concat(badge ORDER BY badge), '') FROM match_badges WHERE match_id = id)
            FROM matches ORDER BY id
            """;
        using SqliteDataReader row = command.ExecuteReader();
        List<string> ours = [];
        while (row.Read())
        {
            ours.Add(Line(
                row.GetString(0),
                row.GetString(1),
                row.IsDBNull(2) ? null : row.GetDecimal(2),
                row.IsDBNull(3) ? null : row.GetInt32(3),
                row.IsDBNull(4) ? null : row.GetString(4),
                row.GetString(5)));
        }

        Assert.Equal(kept, ours);
        return kept.Length;
    }

    private static string Line(string id, string name, decimal? sharedCm, int? born, string? place, string badges) =>
        string.Create(CultureInfo.InvariantCulture, $"{id}|{name}|{sharedCm:0.###}|{born}|{place}|{badges}");
}
