using System.Text.Json;
using Holdfast.Actions;
using Holdfast.App;
using Kinfolk.Site;

namespace Holdfast.EndToEnd.Tests;

[Trait("Category", "Browser")]
public sealed class DrillTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Drill_OfTheSample_KeepsEveryPromise()
    {
        using JobFolder folder = new();
        await using MemberSite site = await LocalSite.StartAsync(pages: 200, delayMs: 5);
        await using Job drill = Job.Start(
            folder, ["drill", "--url", site.Url, "--faults", "KillBrowser,KillDriver,CrashTab", "--seed", "1", "--keep", "--json"]);
        int code = await drill.EndAsync();
        output.WriteLine(drill.Output);

        Assert.Equal(ExitCode.Completed, code);
        using JsonDocument report = JsonDocument.Parse(drill.Output.Split('\n').Single(line => line.StartsWith('{')));
        Dictionary<string, JsonElement> rounds = report.RootElement.GetProperty("rounds").EnumerateArray()
            .ToDictionary(round => round.GetProperty("fault").GetString()!);
        Assert.Equal(1, report.RootElement.GetProperty("seed").GetInt32());
        Assert.Equal(["CrashTab", "KillBrowser", "KillDriver"], rounds.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("TabLost new-tab", Told(rounds["CrashTab"]));
        Assert.Equal("BrowserExited launch", Told(rounds["KillBrowser"]));
        Assert.Equal("DriverExited launch", Told(rounds["KillDriver"]));
        Assert.All(rounds.Values, round => Assert.True(round.GetProperty("noticedMs").GetDouble() > 0));
        Assert.All(rounds.Values, round => Assert.Equal("Kept", round.GetProperty("promise").GetString()));
        Assert.Empty(folder.Processes());
        foreach (JsonElement round in rounds.Values)
        {
            string path = round.GetProperty("ledger").GetString()!;
            using (Ledger ledger = Ledger.Open(path, LedgerAccess.Read, TimeProvider.System))
            {
                Assert.Equal(round.GetProperty("cause").GetString(), Assert.Single(ledger.ReadIncidents()).Incident.Cause);
            }

            Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        }
    }

    /// <summary>A login that the site forgets, and a cut that is no death.</summary>
    [Theory]
    [InlineData("ExpireLogin", "LoggedOut", 1)]
    [InlineData("CutDriver", null, 0)]
    public async Task Drill_OfTheSample_KeepsThePromiseOf(string fault, string? cause, int errors)
    {
        using JobFolder folder = new();
        await using MemberSite site = await LocalSite.StartAsync(pages: 200, delayMs: 5);
        await using Job drill = Job.Start(folder, ["drill", "--url", site.Url, "--faults", fault, "--json"]);
        int code = await drill.EndAsync();
        output.WriteLine(drill.Output);

        Assert.Equal(ExitCode.Completed, code);
        using JsonDocument report = JsonDocument.Parse(drill.Output.Split('\n').Single(line => line.StartsWith('{')));
        JsonElement round = Assert.Single(report.RootElement.GetProperty("rounds").EnumerateArray());
        Assert.Equal((cause, errors), (round.GetProperty("cause").GetString(), round.GetProperty("errors").GetInt32()));
        Assert.Equal(cause is null ? JsonValueKind.Null : JsonValueKind.Number, round.GetProperty("noticedMs").ValueKind);
        Assert.Empty(folder.Processes());
    }

    [Fact]
    public async Task Drill_DiskThatIsNotTheProfilesAlone_IsNotFilledAndSaysWhy()
    {
        using JobFolder folder = new();
        await using MemberSite site = await LocalSite.StartAsync(pages: 200, delayMs: 5);
        await using Job drill = Job.Start(folder, ["drill", "--url", site.Url, "--faults", "FillDisk"]);

        Assert.Equal(ExitCode.Usage, await drill.EndAsync());
        Assert.Contains("for the profile alone", drill.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Drill_OfAnActionThatIsOverTooSoon_IsInconclusive()
    {
        using JobFolder folder = new();
        await using MemberSite site = await LocalSite.StartAsync(pages: 1);
        await using Job drill = Job.Start(folder, ["drill", "--url", site.Url, "--faults", "KillBrowser"]);
        int code = await drill.EndAsync();
        output.WriteLine(drill.Output);

        Assert.Equal(ExitCode.CompletedWithGaps, code);
        Assert.Contains("inconclusive: the action was over before it ", drill.Output, StringComparison.Ordinal);
        Assert.Contains("needs more than two batches", drill.Output, StringComparison.Ordinal);
    }

    private static string Told(JsonElement round) => $"{round.GetProperty("cause").GetString()} {round.GetProperty("step").GetString()}";
}
