using Holdfast.Actions;

namespace Holdfast.App.Tests;

public sealed class RunVerdictTests
{
    [Theory]
    [InlineData(RunEnd.Completed, 0, null)]
    [InlineData(RunEnd.CompletedWithGaps, 3, null)]
    [InlineData(RunEnd.Stopped, 10, "stopped on request; nothing committed is lost. Go on with: kinfolk run")]
    [InlineData(RunEnd.SiteFailing, 11, "the site fails while the session is alive: why. Nothing committed is lost. Go on later with: kinfolk run")]
    [InlineData(RunEnd.SiteUnreachable, 12, "the site cannot be reached: why. Nothing committed is lost. Check the network, then go on with: kinfolk run")]
    [InlineData(RunEnd.Fenced, 13, "another process took this run over: why. This one wrote nothing after that. Let the other one finish.")]
    [InlineData(RunEnd.ListingIncomplete, 14, "the list could not be read to its end: why. Nothing committed is lost. Go on with: kinfolk run")]
    [InlineData(RunEnd.BudgetUsedUp, 16, "the daily budget is used up: why. Nothing committed is lost. Go on then with: kinfolk run")]
    [InlineData(RunEnd.ProfileInUse, 17, "why. Then go on with: kinfolk run")]
    [InlineData(RunEnd.ProxyRefuses, 28, "why. Then go on with: kinfolk run")]
    [InlineData(RunEnd.GaveUp, 20,
        "the session was given up: why. Nothing committed is lost. "
        + "Put that right (log in by hand, or start the browser by hand, to see it), then go on with: kinfolk run")]
    [InlineData(RunEnd.DiskFull, 22, "the disk is full: why. Everything committed before is kept. Free some space, then go on with: kinfolk run")]
    [InlineData(RunEnd.Misconfigured, 26, "why. Nothing committed is lost. When that is put right, go on with: kinfolk run")]
    [InlineData(RunEnd.LoginRefused, 27,
        "the login is refused: why. It is not tried again, because sites lock accounts. Nothing committed is lost. "
        + "Check name and password (log in by hand, to see it), then go on with: kinfolk run")]
    [InlineData(RunEnd.HookFailed, 27,
        "a hook of this program fails: why. It is not tried again; the log has where it failed. Nothing committed is lost. "
        + "Put that right, then go on with: kinfolk run")]
    public void From_EachEnd(RunEnd end, int code, string? message) =>
        Assert.Equal(new Verdict(code, message), RunVerdict.From(Reports.Report(end, "why."), "kinfolk run"));

    [Theory]
    [ClassData(typeof(Ends))]
    public void From_Mismatch_OutranksEveryEnd(RunEnd end) =>
        Assert.Equal(ExitCode.Mismatch, RunVerdict.From(Reports.Report(end, mismatches: 1), "kinfolk run").Code);

    [Theory]
    [ClassData(typeof(Ends))]
    public void From_EveryEnd_IsKnown(RunEnd end) =>
        Assert.NotEqual(ExitCode.UnexpectedError, RunVerdict.From(Reports.Report(end), "kinfolk run").Code);

    public sealed class Ends : TheoryData<RunEnd>
    {
        public Ends() => AddRange(Enum.GetValues<RunEnd>());
    }
}
