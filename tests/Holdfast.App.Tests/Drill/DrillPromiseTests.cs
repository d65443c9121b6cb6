namespace Holdfast.App.Tests;

public sealed class DrillPromiseTests
{
    private static readonly FaultExpectation s_killed = FaultExpectation.Of(FaultKind.KillBrowser);
    private static readonly FaultExpectation s_cut = FaultExpectation.Of(FaultKind.CutDriver);
    private static readonly DrillRound s_kept = new("KillBrowser", "BrowserExited", 12, 1, 0, "launch", 700, 0, 0, 0);
    private static readonly DrillMeasure s_measure = new(true, null, 12, 700, 0, WentOn: true);

    [Fact]
    public void Judge_NothingWrong_IsKept() =>
        Assert.Equal((DrillOutcome.Kept, null), DrillPromise.Judge(s_killed, s_kept, ExitCode.Stopped, 1, s_measure, ""));

    public static TheoryData<string> Broken => ["code", "incidents", "none", "cause", "step", "errors", "calls", "lost", "doubled", "left"];

    [Theory]
    [MemberData(nameof(Broken))]
    public void Judge_OneThingWrong_IsBrokenAndNamesIt(string what)
    {
        (DrillRound round, string expected) = what switch
        {
            "errors" => (s_kept with { Errors = 282 }, "282 error lines"),
            "calls" => (s_kept with { CallsAfterDeath = 1 }, "calls were admitted after the death"),
            "lost" => (s_kept with { Lost = 1 }, "lost items"),
            "doubled" => (s_kept with { Doubled = 1 }, "committed twice"),
            "left" => (s_kept with { ProcessesLeft = 3 }, "left behind"),
            "incidents" => (s_kept, "2 incidents for one death"),
            "none" => (s_kept, "0 incidents for one death"),
            "cause" => (s_kept with { Cause = "TabLost" }, "its cause is TabLost, and must be BrowserExited"),
            "step" => (s_kept with { Step = "new-tab" }, "new-tab brought the session back, and launch must"),
            _ => (s_kept, "ended with code 20: given up"),
        };
        (DrillOutcome outcome, string? why) = DrillPromise.Judge(
            s_killed,
            round,
            what == "code" ? 20 : ExitCode.Stopped,
            what == "incidents" ? 2 : what == "none" ? 0 : 1,
            s_measure,
            "given up");

        Assert.Equal(DrillOutcome.Broken, outcome);
        Assert.Contains(expected, why, StringComparison.Ordinal);
    }

    /// <summary>Every fault has a cause and a step of its own, and another one is never passed over.</summary>
    [Fact]
    public void Judge_AnyOtherCauseOrStep_IsBroken()
    {
        foreach (FaultExpectation expected in Enum.GetValues<FaultKind>().Select(FaultExpectation.Of).Where(expected => expected.IsDeath))
        {
            foreach (LossCause cause in Enum.GetValues<LossCause>())
            {
                foreach (string? step in (string?[])["launch", "new-tab", "reuse", null])
                {
                    DrillRound round = s_kept with { Cause = cause.ToString(), Step = step };
                    bool kept = DrillPromise.Judge(expected, round, ExitCode.Stopped, 1, s_measure, "").Outcome == DrillOutcome.Kept;
                    Assert.Equal(cause == expected.Cause && step == expected.Step, kept);
                }
            }
        }
    }

    [Theory]
    [InlineData("over", ExitCode.Completed, "the action was over before it could be hurt: it needs more than two batches")]
    [InlineData("over", ExitCode.BadConfiguration, "the run ended with code 26 before its session was hurt: no password")]
    [InlineData("struck", ExitCode.Completed, "the action was over before it had shown that it goes on: it needs more than two batches")]
    [InlineData("failure", ExitCode.Stopped, "the fault could not be injected: no tab")]
    public void Judge_SessionThatWasNotHurtInTime_IsInconclusive(string what, int code, string expected)
    {
        DrillRound nothing = s_kept with { Cause = null, Step = null, Errors = 0 };
        DrillMeasure? measure = what switch
        {
            "struck" => DrillMeasure.Struck,
            "failure" => DrillMeasure.Failed("no tab"),
            _ => null,
        };

        Assert.Equal((DrillOutcome.Inconclusive, expected), DrillPromise.Judge(s_killed, nothing, code, 0, measure, "no password"));

        // Whatever happened to the session: this is promised to every run.
        Assert.Equal((DrillOutcome.Broken, "the ledger lost items"), DrillPromise.Judge(s_killed, nothing with { Lost = 1 }, code, 0, measure, ""));
    }

    /// <summary>The death is in the ledger, and the work was over before the next generation had any.</summary>
    [Theory]
    [InlineData("BrowserExited", null, false)]
    [InlineData("BrowserExited", "launch", false)]
    [InlineData("TabLost", null, true)]
    [InlineData("BrowserExited", "reuse", true)]
    public void Judge_OverBeforeItWentOn_IsHeldToWhatIsKnown(string cause, string? step, bool broken) =>
        Assert.Equal(
            broken ? DrillOutcome.Broken : DrillOutcome.Inconclusive,
            DrillPromise.Judge(s_killed, s_kept with { Cause = cause, Step = step }, ExitCode.Completed, 1, DrillMeasure.Struck, "").Outcome);

    [Theory]
    [InlineData(0, 0, null)]
    [InlineData(1, 1, "the session died of it (TabLost), and should have lived")]
    [InlineData(0, 1, "1 error lines for what was no death")]
    public void Judge_FaultThatIsNoDeath_AsksForNeitherIncidentNorError(int incidents, int errors, string? expected)
    {
        DrillRound round = s_kept with { Cause = "TabLost", Errors = errors };
        (DrillOutcome outcome, string? why) = DrillPromise.Judge(
            s_cut, round, ExitCode.Stopped, incidents, new DrillMeasure(true, null, null, null, 0, WentOn: true), "");

        Assert.Equal(expected is null ? DrillOutcome.Kept : DrillOutcome.Broken, outcome);
        Assert.StartsWith(expected ?? "", why ?? "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"steps":[{"name":"new-tab","outcome":"no"},{"name":"end","outcome":"ok"},{"name":"launch","outcome":"ok"}]}""", "launch")]
    [InlineData("""{"steps":[{"name":"new-tab","outcome":"ok"},{"name":"verify","outcome":"ok"}]}""", "new-tab")]
    [InlineData("""{"steps":[{"name":"reuse","outcome":"ok"}]}""", "reuse")]
    [InlineData("""{"steps":[]}""", null)]
    [InlineData("{}", null)]
    public void Decisive_IsTheCostliestThatWasTaken(string detail, string? step)
    {
        StoredIncident stored = new(1, 1, new IncidentRow(new(0, 1), "TabLost", LedgerMaker.Start, 0, 0, 0, null, detail));

        Assert.Equal(step, RecoveryStep.Decisive(stored.Incident.Steps));
    }

    [Fact]
    public async Task Drill_UnknownFault_IsUsage()
    {
        using TestApp app = new();

        Assert.Equal(ExitCode.Usage, await app.RunAsync("drill", "--faults", "KillBrowsr"));
        Assert.StartsWith("kinfolk: --faults knows no 'KillBrowsr'. Did you mean KillBrowser?", app.ErrorLine, StringComparison.Ordinal);
    }
}
