using System.Text.Json;

namespace Holdfast.App.Tests;

/// <summary>What other programs read: each document as its published schema has it.</summary>
public sealed class JsonOutputTests
{
    private static readonly ItemOutcome[] s_outcomes =
    [
        ItemOutcome.Whole("k1", "1", null), ItemOutcome.Failed("k2", "404"), ItemOutcome.Quarantined("k3", "3 deaths"),
        ItemOutcome.Partial("k4", "5", "no badge"),
    ];

    [Fact]
    public async Task Runs_EveryKind_IsAsPublished()
    {
        using TestApp app = new();
        LedgerMaker.Make(app.LedgerPath, "gather-things", s_outcomes, pending: ["k6"], finish: false);
        LedgerMaker.AddPause(app.LedgerPath, "k.example/api", 0, 100);
        LedgerMaker.AddIncident(app.LedgerPath, "gather-things", "gone");
        LedgerMaker.Sql(
            app.LedgerPath,
            """
            INSERT INTO effects VALUES (1, 'gather-things', 'doubtful', '{}', 'in-doubt', 'no answer', 1, 0);
            INSERT INTO effect_events VALUES (1, 1, 'begun', NULL, 1, 1, 0, 1, 0), (2, 1, 'unknown', 'no answer', 1, 1, 0, 1, 0);
            INSERT INTO effect_pages VALUES (1, 1, 1, 0, NULL, NULL, 1, 1, 0, 1, 0);
            INSERT INTO effect_listings VALUES (1, 0, 1, 'doubtful');
            """);

        Assert.Equal(ExitCode.Completed, await app.RunAsync("runs", "--json"));
        JsonElement run = SchemaCheck.Same("runs", app.Output).GetProperty("runs")[0];
        Assert.Equal(("gather-things", 5), (run.GetProperty("action").GetString(), run.GetProperty("seen").GetInt32()));
        Assert.Equal(1, run.GetProperty("incidents").GetProperty("logged_out").GetInt32());
        Assert.Equal(1, run.GetProperty("effects").GetProperty("inDoubt").GetInt32());
    }

    [Fact]
    public void Runs_ProgressAndSync_AreAsPublished()
    {
        using TestApp app = new();
        RunSummary summary = LedgerMaker.Make(app.LedgerPath, "gather-things", s_outcomes) with
        {
            Progress = new RunProgress(3, null, "half way", isCompleted: false),
            Sync = new SyncSpan(4, "2026-07-01", null),
            Waiting = new Dictionary<string, long> { ["mail"] = 3 },
        };

        SchemaCheck.Same("runs", JsonText.Of(RunsJson.Of([summary])));
    }

    [Fact]
    public async Task Runs_None_IsAsPublished()
    {
        using TestApp app = new();
        using (RunLedger.Open(app.LedgerPath, LedgerAccess.ReadWrite, TimeProvider.System))
        {
            // Made, and empty.
        }

        Assert.Equal(ExitCode.Completed, await app.RunAsync("runs", "--json"));
        SchemaCheck.Same("runs", app.Output);
    }

    [Fact]
    public async Task Incidents_WithTheirDetail_AreAsPublished()
    {
        using TestApp app = new();
        LedgerMaker.AddIncident(app.LedgerPath, "gather-things", "gone");
        Incident incident = new()
        {
            Session = "main",
            Generation = 1,
            Cause = LossCause.BrowserExited,
            FirstSymptom = "the browser exited",
            Evidence = [new TimedEvidence(new Evidence(LossCause.BrowserExited, EvidenceStrength.Process, "pidfd", "exited"), TimeSpan.FromMilliseconds(12))],
            DetectedAt = LedgerMaker.Start,
            SinceLastHeartbeat = TimeSpan.FromSeconds(3),
            AdmittedAtLatch = 7,
            InFlight = 2,
            SymptomsSuppressed = 1,
            Steps = [new RecoveryStep(1, "launch", TimeSpan.FromSeconds(61), "ok")],
            Duration = TimeSpan.FromSeconds(62),
            Outcome = IncidentOutcome.DiedAgain,
        };
        StoredIncident stored = new(1, 1, IncidentMapping.ToRow(incident));

        JsonElement whole = SchemaCheck.Same("incidents", JsonText.Of(IncidentsJson.Of([new ListedIncident(5, [stored])], run: null)))
            .GetProperty("incidents")[0];
        Assert.Equal((5, "died_again"), (whole.GetProperty("number").GetInt32(), whole.GetProperty("outcome").GetString()));
        Assert.Equal("PT0.012S", whole.GetProperty("evidence")[0].GetProperty("after").GetString());
        Assert.Equal("PT1M1S", whole.GetProperty("steps")[0].GetProperty("duration").GetString());

        // Its detail is a part of one: what is not known is null.
        Assert.Equal(ExitCode.Completed, await app.RunAsync("incidents", "--json"));
        SchemaCheck.Same("incidents", app.Output);
    }

    [Fact]
    public async Task Items_AreAsPublished()
    {
        using TestApp app = new();
        LedgerMaker.Make(app.LedgerPath, "gather-things", s_outcomes, pending: ["k6"], finish: false);

        Assert.Equal(ExitCode.Completed, await app.RunAsync("items", "list", "--json"));
        JsonElement items = SchemaCheck.Same("items", app.Output);
        Assert.Equal((1, 4), (items.GetProperty("run").GetInt32(), items.GetProperty("items").GetArrayLength()));
    }

    [Fact]
    public async Task Items_NoRun_IsAsPublished()
    {
        using TestApp app = new();
        using (RunLedger.Open(app.LedgerPath, LedgerAccess.ReadWrite, TimeProvider.System))
        {
            // Made, and empty.
        }

        Assert.Equal(ExitCode.Completed, await app.RunAsync("items", "list", "--json"));
        Assert.Equal(JsonValueKind.Null, SchemaCheck.Same("items", app.Output).GetProperty("run").ValueKind);
    }

    [Fact]
    public async Task Effects_AreAsPublished()
    {
        using TestApp app = new();
        LedgerMaker.Make(app.LedgerPath, "send-things", []);
        LedgerMaker.Sql(
            app.LedgerPath,
            """
            INSERT INTO effects VALUES
                (1, 'send-things', 'one', '{"to":"ann"}', 'in-doubt', 'no answer', 1, 0), (2, 'send-things', 'two', 'no JSON', 'planned', NULL, 1, 0);
            """);

        Assert.Equal(ExitCode.Completed, await app.RunAsync("effects", "list", "--json"));
        JsonElement[] effects =
        [
            .. SchemaCheck.Same("effects", app.Output).GetProperty("effects").EnumerateArray().OrderBy(effect => effect.GetProperty("key").GetString()),
        ];
        Assert.Equal("ann", effects[0].GetProperty("payload").GetProperty("to").GetString());
        Assert.Equal("no JSON", effects[1].GetProperty("payload").GetString());
    }

    [Fact]
    public void Drill_IsAsPublished()
    {
        DrillRound dead = new("KillBrowser", "BrowserExited", 12.5, 1, 0, "launch", 880, 0, 0, 0)
        {
            ExpectedCause = LossCause.BrowserExited,
            ExpectedStep = "launch",
            Promise = DrillOutcome.Broken,
            Problem = "the cause",
            Ledger = "/tmp/drill.db",
        };
        DrillRound alive = new("CutDriver", null, null, 0, 0, null, null, 0, 0, 0);
        DrillReport report = new(7, [dead, alive], new Dictionary<FaultKind, string> { [FaultKind.FillDisk] = "the disk holds more" });

        JsonElement round = SchemaCheck.Same("drill", JsonText.Of(DrillReportJson.Of(report))).GetProperty("rounds")[0];
        Assert.Equal(("kill_browser", "PT0.0125S", "PT0.88S"),
            (round.GetProperty("fault").GetString(), round.GetProperty("noticedAfter").GetString(), round.GetProperty("recoveredAfter").GetString()));
    }

    /// <summary>A word that is added is added to the schema too.</summary>
    [Theory]
    [InlineData("incidents", typeof(LossCause))]
    [InlineData("incidents", typeof(IncidentOutcome))]
    [InlineData("incidents", typeof(EvidenceStrength))]
    [InlineData("effects", typeof(EffectState))]
    [InlineData("runs", typeof(ListingState))]
    [InlineData("drill", typeof(FaultKind))]
    [InlineData("drill", typeof(DrillOutcome))]
    public void Words_AllAreInTheSchema(string schema, Type words)
    {
        string text = SchemaCheck.Read(schema).GetRawText();

        Assert.All(Enum.GetNames(words), word => Assert.Contains($"\"{JsonWords.OfName(word)}\"", text, StringComparison.Ordinal));
    }
}
