namespace Holdfast.App.Tests;

public sealed class RunsReleaseTests
{
    [Fact]
    public async Task Release_RunsOfAMember_AreNobodysAndThoseOfOtherActionsStay()
    {
        using TestApp app = new();
        LedgerMaker.Make(app.LedgerPath, "gather-things", [], finish: false);
        LedgerMaker.Make(app.LedgerPath, "sync-places", []);
        Take(app, 1);
        Take(app, 2);

        Assert.Equal(ExitCode.Completed, await app.RunAsync("runs", "release", "gather-things"));
        Assert.Equal(ExitCode.Completed, await app.RunAsync("runs", "release", "gather-things"));

        Assert.Equal(
            """
            1 run of gather-things released: the next one is of the member who is logged in then
            no run of gather-things is a member's

            """,
            app.Output,
            ignoreLineEndingDifferences: true);
        using RunLedger ledger = RunLedger.Open(app.LedgerPath, LedgerAccess.Read, TimeProvider.System);
        Assert.Equal(2L, ledger.Connection.Sql("SELECT sum(run_id) FROM holdfast_members").Scalar());
    }

    [Theory]
    [InlineData("knows no action 'gather-thing'. Did you mean", "gather-thing")]
    [InlineData("runs release needs the name of an action: one of gather-things, sync-places")]
    public async Task Release_WhatIsNotThere_IsUsage(string said, params string[] more)
    {
        using TestApp app = new();
        LedgerMaker.Make(app.LedgerPath, "gather-things", []);
        LedgerMaker.Make(app.LedgerPath, "sync-places", []);

        Assert.Equal(ExitCode.Usage, await app.RunAsync(["runs", "release", .. more]));
        Assert.Contains(said, app.ErrorLine, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Release_WhileAJobRuns_IsRefused()
    {
        using TestApp app = new();
        LedgerMaker.Make(app.LedgerPath, "gather-things", [], finish: false);
        using RunLock job = RunLock.Acquire(app.LedgerPath, "gather-things", TimeProvider.System);

        Assert.Equal(ExitCode.Locked, await app.RunAsync("runs", "release"));
    }

    private static void Take(TestApp app, int run)
    {
        using RunLedger ledger = RunLedger.Open(app.LedgerPath, LedgerAccess.ReadWrite, TimeProvider.System);
        ledger.Connection.Sql("INSERT INTO holdfast_members(run_id, hash) VALUES ($run, x'00')").Execute(run);
    }
}
