using System.CommandLine;
using System.Globalization;

namespace Holdfast.App;

/// <summary><c>incidents</c>: every death of a session with its cause, the newest first.</summary>
internal sealed class IncidentsCommand
{
    public IncidentsCommand(CommandContext context)
    {
        Option<long?> run = new("--run")
        {
            HelpName = "N",
            Description = "Only the incidents of this run",
            CustomParser = static result => NumberValue.Listed(result, "--run", "runs"),
        };
        Option<bool> json = new("--json") { Description = "One JSON document instead of a table" };
        Symbol = new Command("incidents", "List every death of a session with its cause") { run, json, new IncidentExportCommand(context).Symbol };
        Symbol.SetAction(async (result, _) =>
        {
            using ILedgerReader ledger = context.OpenLedger();
            long? only = result.GetValue(run);
            if (only is { } id)
            {
                await RunChoice.RequireAsync(ledger, id, context.Environment.Call).ConfigureAwait(false);
            }

            ListedIncident[] incidents =
            [
                .. (await IncidentNumbers.ReadAsync(ledger).ConfigureAwait(false))
                    .Where(one => only is null || one.Met.Any(met => met.RunId == only)).Reverse(),
            ];
            foreach (string line in result.GetValue(json) ? [JsonText.Of(IncidentsJson.Of(incidents, only))] : Lines(incidents, context.Screen.Width))
            {
                context.Screen.Print(line);
            }

            return ExitCode.Completed;
        });
    }

    public Command Symbol { get; }

    internal static IEnumerable<string> Lines(IReadOnlyList<ListedIncident> incidents, int? width)
    {
        if (incidents.Count == 0)
        {
            return ["no incident"];
        }

        Table table = new("N", "RUN", "LEG", "GEN", "DETECTED", "CAUSE", "OUTCOME", "IN FLIGHT", "SUPPRESSED", "FIRST SYMPTOM");
        foreach (ListedIncident one in incidents)
        {
            IncidentRow row = one.Whole.Row;
            table.Add(
                $"{one.Number}", string.Join(", ", one.Met.Select(met => met.RunId)),
                string.Join(", ", one.Met.Select(met => met.Epoch)),
                Generation(row.Generation), Words.Moment(row.DetectedAt), row.Cause,
                row.Outcome ?? "open", $"{row.InFlight}", $"{row.Symptoms}", one.Whole.Incident.FirstSymptom);
        }

        return table.Lines(width);
    }

    private static string Generation(GenerationStamp stamp) =>
        stamp.Session == 0 ? $"{stamp.Number}" : string.Create(CultureInfo.InvariantCulture, $"{stamp.Session}.{stamp.Number}");
}
