using System.Runtime.Versioning;
using Holdfast.Actions;
using Holdfast.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Holdfast.App.Tests;

[UnsupportedOSPlatform("windows")]
public sealed class IncidentExportTests
{
    /// <summary>A death made on a scripted session, through the ledger, out of the command and played again.</summary>
    [Fact]
    public async Task Export_DeathOfAScriptedSession_ReplaysToTheSame()
    {
        using TestApp app = new();
        await using ScriptedRun run = new(new ScriptedSite(_ => ""));
        run.Settings.LedgerPath = app.LedgerPath;
        run.DieAt(ScriptedMoment.Call, 1, LossCause.TabLost);
        run.Provider.CanReuse = true;
        await run.RunAsync(new GatherNothing());
        string file = Path.Combine(app.Folder, "one.json");

        Assert.Equal((ExitCode.Completed, ""), (await app.RunAsync("incidents", "export", "1", "--output", file), app.Error));
        Assert.Equal($"incident 1 written to {file}", app.Output.TrimEnd());
        ReplayResult result = await IncidentReplay.PlayAsync(IncidentScript.Load(file));

        Assert.Empty(result.Mismatches);
        Incident again = Assert.Single(result.Incidents);
        Assert.Equal((LossCause.TabLost, IncidentOutcome.Recovered, 1), (again.Cause, again.Outcome, again.InFlight));
        Assert.Equal(1, result.Launches);
    }

    [Fact]
    public async Task Export_WithoutOutput_PrintsTheScript()
    {
        using TestApp app = new();
        await MakeDeathAsync(app);

        Assert.Equal(ExitCode.Completed, await app.RunAsync("incidents", "export", "1"));
        Assert.Equal(LossCause.DriverExited, IncidentScript.Parse(app.Output).Expect.Cause);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("2")]
    [InlineData("-1")]
    public async Task Export_UnknownNumber_IsUsage(string number)
    {
        using TestApp app = new();
        await MakeDeathAsync(app);

        Assert.Equal(ExitCode.Usage, await app.RunAsync("incidents", "export", number));
        Assert.NotEmpty(app.ErrorLine);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("1", "2")]
    [InlineData]
    public async Task Export_WrongArguments_IsUsage(params string[] arguments)
    {
        using TestApp app = new();
        await MakeDeathAsync(app);

        Assert.Equal(ExitCode.Usage, await app.RunAsync(["incidents", "export", .. arguments]));
        Assert.NotEmpty(app.ErrorLine);
    }

    [Fact]
    public async Task Export_NotEnoughInTheLedger_IsUsageAndSaysWhy()
    {
        using TestApp app = new();
        LedgerMaker.AddIncident(app.LedgerPath, "gather-things", "401");

        Assert.Equal(ExitCode.Usage, await app.RunAsync("incidents", "export", "1"));
        Assert.Contains("cannot be replayed", app.ErrorLine, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("job.db")]
    [InlineData("link")]
    [InlineData("folder/job.db")]
    public async Task Export_OntoTheLedger_IsRefused(string name)
    {
        using TestApp app = new();
        await MakeDeathAsync(app);
        File.CreateSymbolicLink(Path.Combine(app.Folder, "link"), app.LedgerPath);
        Directory.CreateSymbolicLink(Path.Combine(app.Folder, "folder"), app.Folder);

        Assert.Equal(ExitCode.Usage, await app.RunAsync("incidents", "export", "1", "--output", Path.Combine(app.Folder, name)));
        Assert.Contains("must not be a ledger", app.ErrorLine, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_NewFile_IsTheOwnersAlone()
    {
        using TestApp app = new();
        await MakeDeathAsync(app);
        string output = Path.Combine(app.Folder, "out");

        Assert.Equal(ExitCode.Completed, await app.RunAsync("incidents", "export", "1", "--output", output));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(output));
    }

    [Theory]
    [InlineData("/dev/null", "a device")]
    [InlineData("/nowhere-at-all/one.json", "does not exist")]
    [InlineData("-", "must name a file")]
    [InlineData("", "must name a file")]
    public async Task Export_ToNoFile_IsRefusedAsForRecords(string output, string why)
    {
        using TestApp app = new();
        await MakeDeathAsync(app);

        Assert.Equal(ExitCode.Usage, await app.RunAsync("incidents", "export", "1", "--output", output));
        Assert.Contains(why, app.ErrorLine, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_NoLedger_IsTheLedgersCode()
    {
        using TestApp app = new();

        Assert.Equal(ExitCode.LedgerUnusable, await app.RunAsync("incidents", "export", "1"));
    }

    /// <summary>A later incident of an earlier run must not change the numbers of those that were shown.</summary>
    [Fact]
    public async Task Numbers_EarlierRunGoesOn_StayAsTheyWere()
    {
        using TestApp app = new();
        FakeTimeProvider clock = new(LedgerMaker.Start);
        RunLedger ledger = RunLedger.Open(app.LedgerPath, LedgerAccess.ReadWrite, clock);
        Add("a", 1);
        Add("b", 2);
        using SqliteLedgerReader reader = new(ledger);
        IncidentRow[] before = [.. (await IncidentNumbers.ReadAsync(reader)).Select(one => one.Whole.Row)];
        Add("a", 3);

        Assert.Equal(before, (await IncidentNumbers.ReadAsync(reader)).Take(2).Select(one => one.Whole.Row));

        void Add(string action, int minute) => ledger.BeginLeg(action, LegOwner.Current()).RecordIncident(
            new IncidentRow(new(0, 1), "LoggedOut", LedgerMaker.Start.AddMinutes(minute), 0, 0, 0, null, "{}"));
    }

    private static async Task MakeDeathAsync(TestApp app)
    {
        await using ScriptedRun run = new(new ScriptedSite(_ => ""));
        run.Settings.LedgerPath = app.LedgerPath;
        run.DieAt(ScriptedMoment.LogIn, 1, LossCause.DriverExited);
        await run.RunAsync(new GatherNothing());
    }

    private sealed class GatherNothing : GatherAction<string, string>
    {
        public override async Task<ListPage<string>> ListAsync(GatherContext context, string? cursor, CancellationToken cancellationToken)
        {
            await context.Http.GetStringAsync("/list", cancellationToken);
            return new ListPage<string>([], null);
        }

        public override Task<IReadOnlyList<Fetched<string>>> FetchAsync(
            GatherContext context, IReadOnlyList<ListedItem<string>> batch, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
