using System.CommandLine;

namespace Holdfast.App;

/// <summary><c>runs</c>: every run with its totals, the newest first.</summary>
internal sealed class RunsCommand
{
    public RunsCommand(CommandContext context)
    {
        Option<bool> json = new("--json") { Description = "One JSON document instead of a table" };
        Symbol = new Command("runs", "List all runs with their totals") { json, new RunsShowCommand(context).Symbol, new RunsReleaseCommand(context).Symbol };
        Symbol.SetAction(async (result, _) =>
        {
            using ILedgerReader ledger = context.OpenLedger();
            List<RunSummary> runs = [];
            foreach (RunInfo run in await ledger.ReadRunsAsync().ConfigureAwait(false))
            {
                runs.Add(await ledger.ReadSummaryAsync(run.RunId).ConfigureAwait(false));
            }

            foreach (string line in result.GetValue(json) ? [JsonText.Of(RunsJson.Of(runs))] : Lines(runs, context.Screen.Width))
            {
                context.Screen.Print(line);
            }

            return ExitCode.Completed;
        });
    }

    public Command Symbol { get; }

    internal static IEnumerable<string> Lines(IReadOnlyList<RunSummary> runs, int? width)
    {
        if (runs.Count == 0)
        {
            return ["no run yet"];
        }

        Table table = new("RUN", "ACTION", "STARTED", "STATE", "LEGS", "INCIDENTS", "SUSPENSIONS", "COUNTS");
        foreach (RunSummary run in runs)
        {
            table.Add(
                $"{run.Run.RunId}",
                run.Run.Action,
                Words.Moment(run.Run.StartedAt),
                RunState.Of(run),
                $"{run.Run.Legs}",
                $"{run.Incidents.Values.Sum()}",
                $"{run.Suspensions.Count}",
                SummaryText.Equation(run));
        }

        return table.Lines(width);
    }
}
