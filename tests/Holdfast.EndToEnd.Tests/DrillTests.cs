using System.Text.Json;
using System.Xml;
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
        Assert.Equal(["crash_tab", "kill_browser", "kill_driver"], rounds.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("tab_lost new-tab", Told(rounds["crash_tab"]));
        Assert.Equal("browser_exited launch", Told(rounds["kill_browser"]));
        Assert.Equal("driver_exited launch", Told(rounds["kill_driver"]));
        Assert.All(rounds.Values, round => Assert.True(XmlConvert.ToTimeSpan(round.GetProperty("noticedAfter").GetString()!) > TimeSpan.Zero));
        Assert.All(rounds.Values, round => Assert.Equal("kept", round.GetProperty("promise").GetString()));
        Assert.Empty(folder.Processes());
        foreach (JsonElement round in rounds.Values)
        {
            string path = round.GetProperty("ledger").GetString()!;
            using (RunLedger ledger = RunLedger.Open(path, LedgerAccess.Read, TimeProvider.System))
            {
                Assert.Equal(
                    round.GetProperty("cause").GetString(),
                    JsonNamingPolicy.SnakeCaseLower.ConvertName($"{Assert.Single(ledger.ReadIncidents()).Incident.Cause}"));
            }

            Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        }
    }

    /// <summary>A login that the site forgets, and a cut that is no death.</summary>
    [Theory]
    [InlineData("ExpireLogin", "logged_out", 1)]
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
        Assert.Equal(cause is null ? JsonValueKind.Null : JsonValueKind.String, round.GetProperty("noticedAfter").ValueKind);
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
