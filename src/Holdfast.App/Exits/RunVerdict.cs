using Holdfast.Actions;

namespace Holdfast.App;

/// <summary>Maps the end of a leg to an exit code.</summary>
internal static class RunVerdict
{
    /// <summary>Decides. Pure.</summary>
    /// <param name="report">What the leg came to.</param>
    /// <param name="goOn">The command line that goes on with the run.</param>
    public static Verdict From(RunReport report, string goOn)
    {
        // A summary that does not add up outranks every way to end: no number above it can be believed.
        if (report.Mismatches.Count > 0)
        {
            return new(
                ExitCode.Mismatch,
                $"the ledger contradicts itself in {Words.Count(report.Mismatches.Count, "place")}: it is damaged, or this is a bug. "
                + "Keep a copy of the ledger and its log before running anything on it.");
        }

        return From(report.End, report.Reason, goOn);
    }

    /// <summary>Decides, when there is no account that could contradict itself. Pure.</summary>
    /// <param name="end">How it ended.</param>
    /// <param name="reason">Why.</param>
    /// <param name="goOn">The command line that goes on.</param>
    public static Verdict From(RunEnd end, string? reason, string goOn)
    {
        string why = reason is { Length: > 0 } ? $": {reason.TrimEnd('.')}" : "";
        return end switch
        {
            RunEnd.Completed => new(ExitCode.Completed),
            RunEnd.CompletedWithGaps => new(ExitCode.CompletedWithGaps),
            RunEnd.Stopped => new(ExitCode.Stopped, $"stopped on request; nothing committed is lost. Go on with: {goOn}"),
            RunEnd.SiteFailing => new(
                ExitCode.SiteFailing, $"the site fails while the session is alive{why}. Nothing committed is lost. Go on later with: {goOn}"),
            RunEnd.SiteUnreachable => new(
                ExitCode.SiteUnreachable,
                $"the site cannot be reached{why}. Nothing committed is lost. Check the network, then go on with: {goOn}"),
            RunEnd.ListingIncomplete => new(
                ExitCode.ListingIncomplete, $"the list could not be read to its end{why}. Nothing committed is lost. Go on with: {goOn}"),
            RunEnd.Fenced => new(
                ExitCode.Locked, $"another process took this run over{why}. This one wrote nothing after that. Let the other one finish."),
            RunEnd.GaveUp => new(
                ExitCode.SessionGivenUp,
                $"the session was given up{why}. Nothing committed is lost. Put that right (log in by hand, or start the browser by hand, to see it), "
                + $"then go on with: {goOn}"),
            RunEnd.LoginRefused => new(
                ExitCode.LoginFailed,
                $"the login is refused{why}. It is not tried again, because sites lock accounts. Nothing committed is lost. Check name and password (log in by "
                + $"hand, to see it), then go on with: {goOn}"),
            RunEnd.HookFailed => new(
                ExitCode.LoginFailed,
                $"a hook of this program fails{why}. It is not tried again; the log has where it failed. Nothing committed is lost. Put that right, then go on "
                + $"with: {goOn}"),
            RunEnd.BudgetUsedUp => new(
                ExitCode.BudgetUsedUp, $"the daily budget is used up{why}. Nothing committed is lost. Go on then with: {goOn}"),
            RunEnd.ProfileInUse => new(ExitCode.ProfileInUse, $"{reason} Then go on with: {goOn}"),
            RunEnd.ProxyRefuses => new(ExitCode.ProxyRefuses, $"{reason} Then go on with: {goOn}"),
            RunEnd.SetupMissing => new(ExitCode.BrowserNotFound, $"{reason} Then go on with: {goOn}"),
            RunEnd.Misconfigured => new(
                ExitCode.BadConfiguration, $"{reason?.TrimEnd('.')}. Nothing committed is lost. When that is put right, go on with: {goOn}"),
            RunEnd.DiskFull => new(
                ExitCode.DiskFull, $"the disk is full{why}. Everything committed before is kept. Free some space, then go on with: {goOn}"),
            _ => new(ExitCode.UnexpectedError, $"the run ended in a way this version does not know ({end}){why}. This is a bug."),
        };
    }
}
