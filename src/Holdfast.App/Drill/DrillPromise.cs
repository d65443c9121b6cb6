using System.Globalization;

namespace Holdfast.App;

/// <summary>What every run is promised, whatever happens to its session.</summary>
internal static class DrillPromise
{
    /// <summary>The first promise that a round breaks. Pure.</summary>
    /// <param name="isDeath">False when the session must live through the fault.</param>
    /// <param name="round">What was seen.</param>
    /// <param name="code">The run's exit code.</param>
    /// <param name="incidents">How many incidents the ledger holds.</param>
    /// <param name="measure">What the run measured itself; null when it did not come to it.</param>
    /// <param name="lastLine">The run's last word.</param>
    /// <returns>Null when all hold.</returns>
    public static string? BrokenBy(bool isDeath, DrillRound round, int code, int incidents, DrillMeasure? measure, string lastLine) =>
        code is not (ExitCode.Completed or ExitCode.CompletedWithGaps or ExitCode.Stopped)
            ? string.Create(CultureInfo.InvariantCulture, $"the run ended with code {code}: {lastLine}")
        : measure is null ? "the action was over before it could be hurt, or never went on: it needs more than two batches"
        : measure.Failure is { } failure ? $"the fault could not be injected: {failure}"
        : !isDeath && incidents != 0 ? $"the session died of it ({round.Cause}), and should have lived through it"
        : isDeath && incidents != 1 ? string.Create(CultureInfo.InvariantCulture, $"{incidents} incidents for one death")
        : round.Errors > (isDeath ? 1 : 0) ? string.Create(
            CultureInfo.InvariantCulture, $"{round.Errors} error lines for {(isDeath ? "one death" : "what was no death")}")
        : round.CallsAfterDeath != 0 ? "calls were admitted after the death"
        : round.Lost != 0 ? "the ledger lost items"
        : round.Doubled != 0 ? "items were committed twice"
        : round.ProcessesLeft != 0 ? "processes were left behind"
        : null;
}
