using System.Diagnostics;
using System.Text.Json;
using Holdfast.Actions;
using Holdfast.Testing;

namespace Holdfast.App;

/// <summary>Runs the user's own action in a process of its own, with one fault in the middle, and looks at what is left of it.</summary>
/// <param name="words">The words that start the run.</param>
/// <param name="sweepers">Find what was left behind.</param>
/// <param name="time">The clock.</param>
internal sealed class DrillRunner(IReadOnlyList<string> words, IReadOnlyList<IOrphanSweeper> sweepers, TimeProvider time)
{
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(5);

    /// <summary>One round.</summary>
    /// <returns>What came of it; or no round, and the reason, when this session cannot be hurt in this way.</returns>
    public async Task<(DrillRound? Round, string? NotHere)> RunAsync(FaultKind fault, CancellationToken cancellationToken)
    {
        string folder = Directory.CreateTempSubdirectory("holdfast-drill.").FullName;
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
            return measure is { Supported: false }
                ? (null, measure.Failure)
                : (Judge(fault, code, errors, left, measure, ledger), null);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task<(int Code, IReadOnlyList<string> Errors)> StartAsync(DrillOrder order, string ledger, CancellationToken cancellationToken)
    {
        ProcessStartInfo start = new(words[0]) { RedirectStandardError = true, RedirectStandardOutput = true, RedirectStandardInput = true };
        foreach (string word in (string[])[.. words.Skip(1), "--plain", "--ledger", ledger])
        {
            start.ArgumentList.Add(word);
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
        string last = errors.Count == 0 ? "no word about it" : errors[^1];
        if (!File.Exists(path))
        {
            return new DrillRound(fault.ToString(), null, null, errors.Count, 0, null, null, 0, 0, left, $"the run never began (exit code {code}): {last}");
        }

        using Ledger ledger = Ledger.Open(path, LedgerAccess.Read, time);
        RunInfo run = ledger.ReadRuns()[0];
        IReadOnlyList<LedgerMismatch> mismatches = ledger.Check(run.RunId);
        IReadOnlyList<StoredIncident> incidents = ledger.ReadIncidents(run.RunId);
        DrillRound round = new(
            fault.ToString(),
            incidents.Count == 0 ? null : string.Join(", ", incidents.Select(stored => stored.Incident.Cause).Distinct(StringComparer.Ordinal)),
            measure?.NoticedMs,
            errors.Count(line => line.StartsWith("error:", StringComparison.Ordinal)),
            measure?.CallsAfterDeath ?? 0,
            incidents.Count == 0 ? null : DrillSteps.StepOf(incidents[^1].Incident.DetailJson),
            measure?.RecoveredMs,
            mismatches.Count(mismatch => !mismatch.What.StartsWith("one ", StringComparison.Ordinal)),
            mismatches.Count(mismatch => mismatch.What.StartsWith("one ", StringComparison.Ordinal)),
            left,
            Problem: null);
        return round with { Problem = DrillPromise.BrokenBy(FaultExpectation.Of(fault).IsDeath, round, code, incidents.Count, measure, last) };
    }
}
