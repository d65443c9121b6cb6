using System.Diagnostics;
using System.Text.Json;
using Holdfast.Actions;
using Holdfast.Testing;

namespace Holdfast.App;

/// <summary>Runs the user's own action in a process of its own, with one fault in the middle, and looks at what is left of it.</summary>
/// <param name="program">How the run is started.</param>
/// <param name="sweepers">Find what was left behind.</param>
/// <param name="keep">True to leave each round's ledger where it is.</param>
/// <param name="time">The clock.</param>
internal sealed class DrillRunner(DrillStart program, IReadOnlyList<IOrphanSweeper> sweepers, bool keep, TimeProvider time)
{
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(5);

    /// <summary>One round.</summary>
    /// <returns>What came of it; or no round, and the reason, when this session cannot be hurt in this way.</returns>
    public async Task<(DrillRound? Round, string? NotHere)> RunAsync(FaultKind fault, CancellationToken cancellationToken)
    {
        string folder = Directory.CreateTempSubdirectory("holdfast-drill.").FullName;
        bool kept = false;
        try
        {
            string ledger = Path.Combine(folder, "drill.db");
            DrillOrder order = new(fault, Path.Combine(folder, "drill.json"));
            (int code, IReadOnlyList<string> errors) = await StartAsync(order, ledger, cancellationToken).ConfigureAwait(false);
            int left = 0;
            foreach (IOrphanSweeper sweeper in sweepers)
            {
                left += (await sweeper.SweepAsync(cancellationToken).ConfigureAwait(false)).Sum(orphan => orphan.EndedProcesses.Count);
            }

            DrillMeasure? measure = await ReadAsync(order.Report, cancellationToken).ConfigureAwait(false);
            if (measure is { Supported: false })
            {
                return (null, measure.Failure);
            }

            DrillRound round = Judge(fault, code, errors, left, measure, ledger);
            kept = keep && File.Exists(ledger);
            return (round with { Ledger = kept ? ledger : null }, null);
        }
        finally
        {
            if (!kept)
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    private async Task<(int Code, IReadOnlyList<string> Errors)> StartAsync(DrillOrder order, string ledger, CancellationToken cancellationToken)
    {
        ProcessStartInfo start = new(program.Words[0]) { RedirectStandardError = true, RedirectStandardOutput = true, RedirectStandardInput = true };
        foreach (string word in (string[])[.. program.Words.Skip(1), "--plain", "--ledger", ledger])
        {
            start.ArgumentList.Add(word);
        }

        foreach ((string name, string value) in program.Variables)
        {
            start.Environment[name] = value;
        }

        start.Environment[DrillOrder.FaultVariable] = order.Fault.ToString();
        start.Environment[DrillOrder.ReportVariable] = order.Report;
        using Process run = Process.Start(start)!;
        Task<string> errors = run.StandardError.ReadToEndAsync(CancellationToken.None);
        Task<string> output = run.StandardOutput.ReadToEndAsync(CancellationToken.None);
        using CancellationTokenSource limit = new(s_longest, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await run.WaitForExitAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            run.Kill();
            await run.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
        }

        _ = await output.ConfigureAwait(false);
        return (run.ExitCode, (await errors.ConfigureAwait(false)).Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private static async Task<DrillMeasure?> ReadAsync(string report, CancellationToken cancellationToken) => File.Exists(report)
        ? JsonSerializer.Deserialize(await File.ReadAllTextAsync(report, cancellationToken).ConfigureAwait(false), DrillJson.Default.DrillMeasure)
        : null;

    private DrillRound Judge(FaultKind fault, int code, IReadOnlyList<string> errors, int left, DrillMeasure? measure, string path)
    {
        (DrillRound round, int incidents) = Look(fault, errors, left, measure, path);
        FaultExpectation expected = FaultExpectation.Of(fault);
        (DrillOutcome promise, string? why) = DrillPromise.Judge(
            expected, round, code, incidents, measure, errors.Count == 0 ? "no word about it" : errors[^1]);
        return round with { ExpectedCause = expected.Cause, ExpectedStep = expected.Step, Promise = promise, Problem = why };
    }

    private (DrillRound Round, int Incidents) Look(FaultKind fault, IReadOnlyList<string> errors, int left, DrillMeasure? measure, string path)
    {
        DrillRound bare = new(
            fault.ToString(), Cause: null, measure?.NoticedMs, errors.Count(line => line.StartsWith("error:", StringComparison.Ordinal)),
            measure?.CallsAfterDeath ?? 0, Step: null, measure?.RecoveredMs, Lost: 0, Doubled: 0, left);
        if (!File.Exists(path))
        {
            return (bare, 0);
        }

        using Ledger ledger = Ledger.Open(path, LedgerAccess.Read, time);
        if (ledger.ReadRuns() is not [RunInfo run, ..])
        {
            return (bare, 0);
        }

        IReadOnlyList<LedgerMismatch> mismatches = ledger.Check(run.RunId);
        IReadOnlyList<StoredIncident> incidents = ledger.ReadIncidents(run.RunId);
        DrillRound seen = bare with
        {
            Cause = incidents.Count == 0 ? null : string.Join(", ", incidents.Select(stored => stored.Incident.Cause).Distinct(StringComparer.Ordinal)),
            Step = incidents.Count == 0 ? null : DrillSteps.StepOf(incidents[^1].Incident.DetailJson),
            Lost = mismatches.Count(mismatch => !mismatch.What.StartsWith("one ", StringComparison.Ordinal)),
            Doubled = mismatches.Count(mismatch => mismatch.What.StartsWith("one ", StringComparison.Ordinal)),
        };
        return (seen, incidents.Count);
    }
}
