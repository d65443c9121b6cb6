using System.Text.Json;

namespace Holdfast.App;

/// <summary>Runs the user's own action in a process of its own, with one fault in the middle, and looks at what is left of it.</summary>
/// <param name="process">The run's process.</param>
/// <param name="sweepers">Find what was left behind.</param>
/// <param name="keep">True to leave each round's ledger where it is.</param>
/// <param name="ledgers">Where the rounds' ledgers are kept.</param>
internal sealed class DrillRunner(DrillProcess process, IReadOnlyList<IOrphanSweeper> sweepers, bool keep, IRunLedgerStore ledgers)
{
    /// <summary>One round.</summary>
    /// <param name="fault">What to inject.</param>
    /// <param name="stop">Asks the run to stop; the round is inconclusive then.</param>
    /// <param name="atOnce">Kills the run.</param>
    /// <returns>What came of it; or no round, and the reason, when this session cannot be hurt in this way.</returns>
    public async Task<(DrillRound? Round, string? NotHere)> RunAsync(FaultKind fault, CancellationToken stop, CancellationToken atOnce)
    {
        string folder = Directory.CreateTempSubdirectory("holdfast-drill.").FullName;
        string ledger = Path.Combine(folder, "drill.db");
        bool isRound = true;
        try
        {
            DrillOrder order = new(fault, Path.Combine(folder, "drill.json"));
            (int code, IReadOnlyList<string> errors) = await process.RunAsync(order, ledger, stop, atOnce).ConfigureAwait(false);
            bool isStopped = stop.IsCancellationRequested;

            // Also after a stop: a run that had to be killed leaves something behind.
            int left = 0;
            foreach (IOrphanSweeper sweeper in sweepers)
            {
                left += (await sweeper.SweepAsync(CancellationToken.None).ConfigureAwait(false)).Sum(orphan => orphan.EndedProcesses.Count);
            }

            DrillMeasure? measure = await ReadAsync(order.Report).ConfigureAwait(false);
            if (measure is { Supported: false })
            {
                isRound = false;
                return (null, measure.Failure);
            }

            DrillRound round = await JudgeAsync(fault, code, errors, left, measure, ledger).ConfigureAwait(false);
            if (isStopped)
            {
                round = round with { Promise = DrillOutcome.Inconclusive, Problem = "it was stopped before it was over" };
            }

            return (round with { Ledger = keep && File.Exists(ledger) ? ledger : null }, null);
        }
        finally
        {
            if (!(keep && isRound && File.Exists(ledger)))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    private static async Task<DrillMeasure?> ReadAsync(string report) => File.Exists(report)
        ? JsonSerializer.Deserialize(await File.ReadAllTextAsync(report, CancellationToken.None).ConfigureAwait(false), DrillJson.Default.DrillMeasure)
        : null;

    private async Task<DrillRound> JudgeAsync(FaultKind fault, int code, IReadOnlyList<string> errors, int left, DrillMeasure? measure, string path)
    {
        (DrillRound round, int incidents) = await LookAsync(fault, errors, left, measure, path).ConfigureAwait(false);
        FaultExpectation expected = FaultExpectation.Of(fault);
        (DrillOutcome promise, string? why) = DrillPromise.Judge(
            expected, round, code, incidents, measure, errors.Count == 0 ? "no word about it" : errors[^1]);
        return round with { ExpectedCause = expected.Cause, ExpectedStep = expected.Step, Promise = promise, Problem = why };
    }

    private async Task<(DrillRound Round, int Incidents)> LookAsync(
        FaultKind fault, IReadOnlyList<string> errors, int left, DrillMeasure? measure, string path)
    {
        DrillRound bare = new(
            fault.ToString(), Cause: null, measure?.NoticedMs, errors.Count(line => line.StartsWith("error:", StringComparison.Ordinal)),
            measure?.CallsAfterDeath ?? 0, Step: null, measure?.RecoveredMs, Lost: 0, Doubled: 0, left);
        using ILedgerReader? ledger = ledgers.OpenToRead(path);
        if (ledger is null || await ledger.ReadRunsAsync().ConfigureAwait(false) is not [RunInfo run, ..])
        {
            return (bare, 0);
        }

        IReadOnlyList<LedgerMismatch> mismatches = await ledger.CheckAsync(run.RunId).ConfigureAwait(false);
        IReadOnlyList<StoredIncident> incidents = await ledger.ReadIncidentsAsync(run.RunId).ConfigureAwait(false);
        DrillRound seen = bare with
        {
            Cause = incidents.Count == 0 ? null : string.Join(", ", incidents.Select(stored => stored.Row.Cause).Distinct(StringComparer.Ordinal)),
            Step = incidents.Count == 0 ? null : RecoveryStep.Decisive(incidents[^1].Incident.Steps),
            Lost = mismatches.Count(mismatch => !mismatch.What.StartsWith("one ", StringComparison.Ordinal)),
            Doubled = mismatches.Count(mismatch => mismatch.What.StartsWith("one ", StringComparison.Ordinal)),
        };
        return (seen, incidents.Count);
    }
}
