namespace Holdfast.App.Tests;

public sealed class DrillPromiseTests
{
    private static readonly DrillRound Kept = new("KillBrowser", "BrowserExited", 12, 1, 0, "launch", 700, 0, 0, 0, null);
    private static readonly DrillMeasure Measure = new(true, 12, 700, 0, 1);

    [Fact]
    public void BrokenBy_NothingWrong_IsNull() => Assert.Null(DrillPromise.BrokenBy(Kept, ExitCode.Stopped, 1, Measure, ""));

    public static TheoryData<string> Broken => ["code", "measure", "incidents", "errors", "calls", "lost", "doubled", "left"];

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
            "measure" => (Kept, "needs more than two batches"),
            _ => (Kept, "ended with code 20: given up"),
        };
        string? problem = DrillPromise.BrokenBy(
            round, what == "code" ? 20 : ExitCode.Stopped, what == "incidents" ? 2 : 1, what == "measure" ? null : Measure, "given up");

        Assert.Contains(expected, problem, StringComparison.Ordinal);
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
