using System.Globalization;

namespace Holdfast.App;

/// <summary>What every run is promised, whatever happens to its session.</summary>
internal static class DrillPromise
{
    private const string TooShort = "it needs more than two batches";

    /// <summary>What a round shows. Pure.</summary>
    /// <param name="expected">What must come of the fault.</param>
    /// <param name="round">What was seen.</param>
    /// <param name="code">The run's exit code.</param>
    /// <param name="incidents">How many incidents the ledger holds.</param>
    /// <param name="measure">What the run measured itself; null when it was over before its session was hurt.</param>
    /// <param name="lastLine">The run's last word.</param>
    /// <returns>The outcome, and why it is not <see cref="DrillOutcome.Kept"/>.</returns>
    public static (DrillOutcome Outcome, string? Why) Judge(
        FaultExpectation expected, DrillRound round, int code, int incidents, DrillMeasure? measure, string lastLine)
    {
        bool ended = code is ExitCode.Completed or ExitCode.CompletedWithGaps or ExitCode.Stopped;
        string end = string.Create(CultureInfo.InvariantCulture, $"the run ended with code {code}");
        string? broken = measure is { Failure: null }
            ? (ended ? null : $"{end}: {lastLine}") ?? BrokenByFault(expected, round, incidents, measure.WentOn)
            : null;
        broken ??= round.Lost != 0 ? "the ledger lost items"
            : round.Doubled != 0 ? "items were committed twice"
            : round.ProcessesLeft != 0 ? "processes were left behind"
            : null;
        string? open = measure switch
        {
            null when ended => $"the action was over before it could be hurt: {TooShort}",
            null => $"{end} before its session was hurt: {lastLine}",
            { Failure: { } failure } => $"the fault could not be injected: {failure}",
            { WentOn: false } => $"the action was over before it had shown that it goes on: {TooShort}",
            _ => null,
        };
        return broken is not null ? (DrillOutcome.Broken, broken)
            : open is not null ? (DrillOutcome.Inconclusive, open)
            : (DrillOutcome.Kept, null);
    }

    /// <summary>The first promise that does not hold of a session that was hurt. One that was hurt at the end of its work need not have died of it,
    /// or come back, any more.</summary>
    private static string? BrokenByFault(FaultExpectation expected, DrillRound round, int incidents, bool wentOn) =>
        !expected.IsDeath && incidents != 0 ? $"the session died of it ({round.Cause}), and should have lived through it"
        : expected.IsDeath && incidents != 1 && (wentOn || incidents != 0) ? string.Create(
            CultureInfo.InvariantCulture, $"{incidents} incidents for one death")
        : incidents == 1 && round.Cause != expected.Cause.ToString() ? $"its cause is {round.Cause}, and must be {expected.Cause}"
        : incidents == 1 && round.Step != expected.Step && (wentOn || round.Step is not null)
            ? $"{round.Step ?? "no step"} brought the session back, and {expected.Step} must"
        : round.Errors > (expected.IsDeath ? 1 : 0) ? string.Create(
            CultureInfo.InvariantCulture, $"{round.Errors} error lines for {(expected.IsDeath ? "one death" : "what was no death")}")
        : round.CallsAfterDeath != 0 ? "calls were admitted after the death"
        : null;
}
