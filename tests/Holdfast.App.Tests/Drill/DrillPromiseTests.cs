namespace Holdfast.App.Tests;

public sealed class DrillPromiseTests
{
    private static readonly DrillRound Kept = new("KillBrowser", "BrowserExited", 12, 1, 0, "launch", 700, 0, 0, 0, null);
    private static readonly DrillMeasure Measure = new(true, null, 12, 700, 0);

    [Fact]
    public void BrokenBy_NothingWrong_IsNull() => Assert.Null(DrillPromise.BrokenBy(true, Kept, ExitCode.Stopped, 1, Measure, ""));

    public static TheoryData<string> Broken => ["code", "measure", "incidents", "errors", "calls", "lost", "doubled", "left", "failure"];

    [Theory]
    [MemberData(nameof(Broken))]
    public void BrokenBy_OneThingWrong_NamesIt(string what)
    {
        (DrillRound round, string expected) = what switch
        {
            "errors" => (Kept with { Errors = 282 }, "282 error lines"),
            "calls" => (Kept with { CallsAfterDeath = 1 }, "calls were admitted after the death"),
            "lost" => (Kept with { Lost = 1 }, "lost items"),
            "doubled" => (Kept with { Doubled = 1 }, "committed twice"),
            "left" => (Kept with { ProcessesLeft = 3 }, "left behind"),
            "incidents" => (Kept, "2 incidents for one death"),
            "failure" => (Kept, "could not be injected: no tab"),
            "measure" => (Kept, "needs more than two batches"),
            _ => (Kept, "ended with code 20: given up"),
        };
        string? problem = DrillPromise.BrokenBy(
            true,
            round,
            what == "code" ? 20 : ExitCode.Stopped,
            what == "incidents" ? 2 : 1,
            what == "measure" ? null : what == "failure" ? DrillMeasure.Failed("no tab") : Measure,
            "given up");

        Assert.Contains(expected, problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 0, null)]
    [InlineData(1, 1, "the session died of it (TabLost), and should have lived")]
    [InlineData(0, 1, "1 error lines for what was no death")]
    public void BrokenBy_FaultThatIsNoDeath_AsksForNeitherIncidentNorError(int incidents, int errors, string? expected)
    {
        DrillRound round = Kept with { Cause = "TabLost", Errors = errors };
        string? problem = DrillPromise.BrokenBy(false, round, ExitCode.Stopped, incidents, new DrillMeasure(true, null, null, null, 0), "");

        Assert.Equal(expected is null, problem is null);
        Assert.StartsWith(expected ?? "", problem ?? "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"steps":[{"name":"new-tab","outcome":"no"},{"name":"end","outcome":"ok"},{"name":"launch","outcome":"ok"}]}""", "launch")]
    [InlineData("""{"steps":[{"name":"new-tab","outcome":"ok"},{"name":"verify","outcome":"ok"}]}""", "new-tab")]
    [InlineData("""{"steps":[{"name":"reuse","outcome":"ok"}]}""", "reuse")]
    [InlineData("""{"steps":[]}""", null)]
    [InlineData("{}", null)]
    public void StepOf_IsTheCostliestThatWasTaken(string detail, string? step) => Assert.Equal(step, DrillSteps.StepOf(detail));

    [Fact]
    public async Task Drill_UnknownFault_IsUsage()
    {
        using TestApp app = new();

        Assert.Equal(ExitCode.Usage, await app.RunAsync("drill", "--faults", "KillBrowsr"));
        Assert.StartsWith("kinfolk: --faults knows no 'KillBrowsr'. Did you mean KillBrowser?", app.ErrorLine, StringComparison.Ordinal);
    }
}
