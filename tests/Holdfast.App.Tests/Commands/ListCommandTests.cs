using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Holdfast.App.Tests;

public sealed class ListCommandTests
{
    [Fact]
    public async Task Runs_AlignedTable()
    {
        using TestApp app = new();
        LedgerMaker.Make(app.LedgerPath, "gather-things", [ItemOutcome.Whole("k1", "1", null), ItemOutcome.Failed("k2", "x")]);
        LedgerMaker.Make(app.LedgerPath, "sync-places", [ItemOutcome.Whole("k1", "1", null)]);

        Assert.Equal(ExitCode.Completed, await app.RunAsync("runs"));
        Assert.Equal(
            """
            RUN  ACTION         STARTED               STATE     LEGS  INCIDENTS  SUSPENSIONS  COUNTS
              2  sync-places    2026-07-01 22:00:00Z  complete     1          0            0  1 seen = 1 new
              1  gather-things  2026-07-01 22:00:00Z  gaps         1          0            0  2 seen = 1 new + 1 failed

            """,
            app.Output,
            ignoreLineEndingDifferences: true);
    }

    /// <summary>How its last leg ended decides: a list that moved, or records that wait for a sink, are no missing items.</summary>
    [Theory]
    [InlineData("Finished", "complete")]
    [InlineData("FinishedWithGaps", "gaps")]
    public async Task Runs_Finished_SaysHowItEnded(string outcome, string state)
    {
        using TestApp app = new();
        LedgerMaker.Make(app.LedgerPath, "gather-things", [ItemOutcome.Whole("k1", "1", null)]);
        LedgerMaker.Sql(app.LedgerPath, $"UPDATE legs SET outcome = '{outcome}'");

        Assert.Equal(ExitCode.Completed, await app.RunAsync("runs", "show"));
        Assert.StartsWith($"gather-things  run 1  {state}", app.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Runs_BudgetUsedUp_IsNotGivenUp()
    {
        using TestApp app = new();
        LedgerMaker.Make(app.LedgerPath, "send-things", [ItemOutcome.Whole("k1", "1", null)], pending: ["k2"], finish: false);
        LedgerMaker.Sql(app.LedgerPath, "UPDATE legs SET outcome = 'BudgetUsedUp', ended_at = started_at");

        Assert.Equal(ExitCode.Completed, await app.RunAsync("runs"));
        Assert.Contains("  budget used up  ", app.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Runs_Json()
    {
        using TestApp app = new();
        LedgerMaker.Make(app.LedgerPath, "gather-things", [ItemOutcome.Whole("k1", "1", null)]);

        Assert.Equal(ExitCode.Completed, await app.RunAsync("runs", "--json"));
        using JsonDocument json = JsonDocument.Parse(app.Output);
        JsonElement run = Assert.Single(json.RootElement.GetProperty("runs").EnumerateArray());
        Assert.Equal(("gather-things", "complete"), (run.GetProperty("action").GetString(), run.GetProperty("state").GetString()));
        Assert.Equal(1, run.GetProperty("new").GetInt32());
        Assert.True(run.GetProperty("addsUp").GetBoolean());
    }

    [Fact]
    public async Task RunsShow_TheWholeAccountWithWhatIsMissing()
    {
        using TestApp app = new();
        LedgerMaker.Make(
            app.LedgerPath, "gather-things",
            [
                ItemOutcome.Whole("k1", "1", null), ItemOutcome.Failed("k2", "404 \e[2J"), ItemOutcome.Partial("k3", "3", "no badge"),
                ItemOutcome.Quarantined("k4", "3 deaths"),
            ]);
        LedgerMaker.Make(app.LedgerPath, "sync-places", [ItemOutcome.Whole("k1", "1", null)]);

        Assert.Equal(ExitCode.Completed, await app.RunAsync("runs", "show", "1"));
        Assert.Equal(
            """
            gather-things  run 1  gaps
              4 seen = 1 new + 1 partial + 1 failed + 1 quarantined
              1 page read to the end of the list; the site says 4
              1 leg, 2026-07-01 22:00:00Z to 2026-07-01 22:00:00Z (0 s)
              no incident
              3 missing:
                1 quarantined, 3 deaths: k4
                1 failed, 404 \u001B[2J: k2
                1 partial, no badge: k3
                the quarantined are not fetched again until 'items release'

            """,
            app.Output,
            ignoreLineEndingDifferences: true);
    }

    [Fact]
    public async Task RunsShow_NoNumber_TheNewest()
    {
        using TestApp app = new();
        LedgerMaker.Make(app.LedgerPath, "gather-things", [ItemOutcome.Failed("k2", "x")]);
        LedgerMaker.Make(app.LedgerPath, "sync-places", [ItemOutcome.Whole("k1", "1", null)]);

        Assert.Equal(ExitCode.Completed, await app.RunAsync("runs", "show"));
        Assert.StartsWith("sync-places  run 2  complete", app.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunsShow_UnknownRun_IsUsage()
    {
        using TestApp app = new();
        LedgerMaker.Make(app.LedgerPath, "gather-things", []);

        Assert.Equal(ExitCode.Usage, await app.RunAsync("runs", "show", "99"));
        Assert.Contains("there is no run 99", app.ErrorLine, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Incidents_SiteTextIsEncoded()
    {
        using TestApp app = new();
        LedgerMaker.AddIncident(app.LedgerPath, "gather-things", "401 \e]0;owned\a \u202Egnp");

        Assert.Equal(ExitCode.Completed, await app.RunAsync("incidents"));
        Assert.Equal(
            """
            N  RUN  LEG  GEN  DETECTED              CAUSE      OUTCOME    IN FLIGHT  SUPPRESSED  FIRST SYMPTOM
            1    1    1    2  2026-07-01 22:00:00Z  LoggedOut  Recovered          4          17  401 \u001B]0;owned\u0007 \u202Egnp

            """,
            app.Output,
            ignoreLineEndingDifferences: true);
    }

    [Fact]
    public async Task Incidents_JsonIsWholeAndSafe()
    {
        using TestApp app = new();
        LedgerMaker.AddIncident(app.LedgerPath, "gather-things", "401 \e[2J");

        Assert.Equal(ExitCode.Completed, await app.RunAsync("incidents", "--run", "1", "--json"));
        Assert.DoesNotContain('\e', app.Output);
        using JsonDocument json = JsonDocument.Parse(app.Output);
        JsonElement incident = Assert.Single(json.RootElement.GetProperty("incidents").EnumerateArray());
        Assert.Equal((17, "401 \e[2J"), (incident.GetProperty("symptoms").GetInt32(), incident.GetProperty("firstSymptom").GetString()));
    }

    /// <summary>Two runs at once on one session: it died once.</summary>
    [Fact]
    public async Task Incidents_OneDeathMetTwoRuns_IsListedOnceWithBoth()
    {
        using TestApp app = new();
        using (RunLedger ledger = RunLedger.Open(app.LedgerPath, LedgerAccess.ReadWrite, new FakeTimeProvider(LedgerMaker.Start)))
        {
            Add(ledger, "one", "main", outcome: null);
            Add(ledger, "other", "main", "Recovered");
            Add(ledger, "third", "another", "Recovered");
        }

        Assert.Equal(ExitCode.Completed, await app.RunAsync("incidents"));
        Assert.Equal(
            """
            N  RUN   LEG   GEN  DETECTED              CAUSE          OUTCOME    IN FLIGHT  SUPPRESSED  FIRST SYMPTOM
            2  3     1       1  2026-07-01 22:00:00Z  BrowserExited  Recovered          0           0  exited
            1  1, 2  1, 1    1  2026-07-01 22:00:00Z  BrowserExited  Recovered          0           0  exited

            """,
            app.Output,
            ignoreLineEndingDifferences: true);

        using TestApp json = new();
        json.Variables["HOLDFAST_LEDGER"] = app.LedgerPath;
        Assert.Equal(ExitCode.Completed, await json.RunAsync("incidents", "--run", "2", "--json"));
        using JsonDocument document = JsonDocument.Parse(json.Output);
        JsonElement only = Assert.Single(document.RootElement.GetProperty("incidents").EnumerateArray());
        Assert.Equal((1, 2), (only.GetProperty("number").GetInt32(), only.GetProperty("run").GetInt32()));
        Assert.Equal([1, 2], only.GetProperty("runs").EnumerateArray().Select(run => run.GetProperty("run").GetInt32()));

        static void Add(RunLedger ledger, string action, string session, string? outcome) =>
            ledger.BeginLeg(action, LegOwner.Current()).RecordIncident(new IncidentRow(
                new(0, 1), "BrowserExited", LedgerMaker.Start, 0, 0, 5, outcome, JsonSerializer.Serialize(new { session, firstSymptom = "exited" })));
    }

    [Fact]
    public async Task Incidents_UnknownRun_IsUsage()
    {
        using TestApp app = new();
        LedgerMaker.Make(app.LedgerPath, "gather-things", []);

        Assert.Equal(ExitCode.Usage, await app.RunAsync("incidents", "--run", "99"));
        Assert.Contains("there is no run 99", app.ErrorLine, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, ExitCode.Completed)]
    [InlineData(false, ExitCode.CompletedWithGaps)]
    public async Task Sweep_SaysWhatItFound(bool clean, int expected)
    {
        using TestApp app = new() { Setup = builder => builder.Services.AddSingleton<IOrphanSweeper>(new Sweeper(clean)) };

        Assert.Equal(expected, await app.RunAsync("sweep"));
        Assert.StartsWith("/tmp/profile-1: 2 processes ended", app.Output, StringComparison.Ordinal);
        Assert.Equal(clean, app.Error.Length == 0);
    }

    [Fact]
    public async Task Sweep_WithoutAdapter_Is26()
    {
        using TestApp app = new();

        Assert.Equal(ExitCode.BadConfiguration, await app.RunAsync("sweep"));
    }

    private sealed class Sweeper(bool clean) : IOrphanSweeper
    {
        public Task<IReadOnlyList<SweptOrphan>> SweepAsync(CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<SweptOrphan>>([new SweptOrphan("/tmp/profile-1", [11, 12], clean)]);
    }
}
