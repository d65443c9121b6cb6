using System.Text.Json;

namespace Holdfast.App.Tests;

public sealed class ItemsCommandTests
{
    private static readonly ItemOutcome[] s_outcomes =
    [
        ItemOutcome.Whole("k1", "1", null), ItemOutcome.Failed("k2", "404 \e[2J"), ItemOutcome.Quarantined("k3", "3 deaths"),
        ItemOutcome.Quarantined("k4", "3 deaths"), ItemOutcome.Partial("k5", "5", "no badge"),
    ];

    [Fact]
    public async Task List_EveryItemThatIsNotWhole()
    {
        using TestApp app = new();
        LedgerMaker.Make(app.LedgerPath, "gather-things", s_outcomes, pending: ["k6"], finish: false);

        Assert.Equal(ExitCode.Completed, await app.RunAsync("items", "list"));
        Assert.Equal(
            """
            STATE        KEY  ATTEMPTS  REASON
            quarantined  k3          1  3 deaths
            quarantined  k4          1  3 deaths
            failed       k2          1  404 \u001B[2J
            partial      k5          1  no badge
            pending      k6          0  -

            """,
            app.Output,
            ignoreLineEndingDifferences: true);
    }

    [Fact]
    public async Task List_OneStateOfOneRun_Json()
    {
        using TestApp app = new();
        LedgerMaker.Make(app.LedgerPath, "gather-things", s_outcomes);
        LedgerMaker.Make(app.LedgerPath, "sync-places", [ItemOutcome.Failed("other", "x")]);

        Assert.Equal(ExitCode.Completed, await app.RunAsync("items", "list", "--run", "1", "--state", "failed", "--json"));
        using JsonDocument json = JsonDocument.Parse(app.Output);
        JsonElement item = Assert.Single(json.RootElement.GetProperty("items").EnumerateArray());
        Assert.Equal(("k2", "failed"), (item.GetProperty("key").GetString(), item.GetProperty("state").GetString()));
    }

    [Fact]
    public async Task List_NothingMissing_SaysSo()
    {
        using TestApp app = new();
        LedgerMaker.Make(app.LedgerPath, "gather-things", [ItemOutcome.Whole("k1", "1", null)]);

        Assert.Equal(ExitCode.Completed, await app.RunAsync("items", "list"));
        Assert.Equal("run 1: nothing is missing\n", app.Output, ignoreLineEndingDifferences: true);
    }

    [Fact]
    public async Task List_RunThatIsNotOver_SaysSoFar()
    {
        using TestApp app = new();
        LedgerMaker.Make(app.LedgerPath, "gather-things", [ItemOutcome.Whole("k1", "1", null)], finish: false);

        Assert.Equal(ExitCode.Completed, await app.RunAsync("items", "list"));
        Assert.Equal("run 1: nothing is missing so far; the run is not over\n", app.Output, ignoreLineEndingDifferences: true);
    }

    [Fact]
    public async Task List_NoneInThatState_NamesTheState()
    {
        using TestApp app = new();
        LedgerMaker.Make(app.LedgerPath, "gather-things", [ItemOutcome.Failed("k1", "x")]);

        Assert.Equal(ExitCode.Completed, await app.RunAsync("items", "list", "--state", "quarantined"));
        Assert.Equal("run 1: no item is quarantined\n", app.Output, ignoreLineEndingDifferences: true);
    }

    [Theory]
    [InlineData("there is no run 9", "--run", "9")]
    [InlineData("--state must be one of quarantined, failed, partial, pending", "--state", "new")]
    public async Task List_BadQuestion_IsUsage(string said, params string[] more)
    {
        using TestApp app = new();
        LedgerMaker.Make(app.LedgerPath, "gather-things", s_outcomes);

        Assert.Equal(ExitCode.Usage, await app.RunAsync(["items", "list", .. more]));
        Assert.Contains(said, app.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Release_AllOfTheOnlyAction_AreNoLongerInQuarantine()
    {
        using TestApp app = new();
        LedgerMaker.Make(app.LedgerPath, "gather-things", s_outcomes, finish: false);

        Assert.Equal(ExitCode.Completed, await app.RunAsync("items", "release"));
        Assert.Equal(
            "k3\nk4\n2 items released: the next run of gather-things fetches them\n", app.Output, ignoreLineEndingDifferences: true);
        using RunLedger ledger = RunLedger.Open(app.LedgerPath, LedgerAccess.Read, TimeProvider.System);
        Assert.Equal((0L, 2L), (ledger.ReadSummary(1).Quarantined, ledger.ReadSummary(1).Pending));
        Assert.Empty(ledger.Check(1));
    }

    [Fact]
    public async Task Release_OneKey_LeavesTheOther()
    {
        using TestApp app = new();
        LedgerMaker.Make(app.LedgerPath, "gather-things", s_outcomes, finish: false);

        Assert.Equal(ExitCode.Completed, await app.RunAsync("items", "release", "gather-things", "--key", "k4"));
        using RunLedger ledger = RunLedger.Open(app.LedgerPath, LedgerAccess.Read, TimeProvider.System);
        Assert.Equal("k3", Assert.Single(ledger.ReadMissing(1), item => item.State == ItemState.Quarantined).Key);
    }

    [Theory]
    [InlineData("item 'k2' of 'gather-things' is not in quarantine", "gather-things", "--key", "k2")]
    [InlineData("knows no action 'gather-thing'. Did you mean", "gather-thing")]
    public async Task Release_WhatIsNotThere_IsUsageAndChangesNothing(string said, params string[] more)
    {
        using TestApp app = new();
        LedgerMaker.Make(app.LedgerPath, "gather-things", s_outcomes, finish: false);

        Assert.Equal(ExitCode.Usage, await app.RunAsync(["items", "release", .. more]));
        Assert.Contains(said, app.ErrorLine, StringComparison.Ordinal);
        using RunLedger ledger = RunLedger.Open(app.LedgerPath, LedgerAccess.Read, TimeProvider.System);
        Assert.Equal(2, ledger.ReadSummary(1).Quarantined);
    }

    [Fact]
    public async Task Release_WhileAJobRuns_IsRefused()
    {
        using TestApp app = new();
        LedgerMaker.Make(app.LedgerPath, "gather-things", s_outcomes, finish: false);
        using RunLock job = RunLock.Acquire(app.LedgerPath, "gather-things", TimeProvider.System);

        Assert.Equal(ExitCode.Locked, await app.RunAsync("items", "release"));
    }
}
