using Holdfast.Actions;
using Holdfast.Testing;

namespace Holdfast.Simulation.Tests;

/// <summary>The promises, asked of the ledger and of the site when a run is complete.</summary>
internal static class RunInvariants
{
    public static IEnumerable<string> Broken(ScriptedRun run, IAction action, RunReport report, SimulatedSite site, DeathBook deaths)
    {
        foreach (string complaint in site.Complaints)
        {
            yield return complaint;
        }

        if (!report.Summary.AddsUp)
        {
            yield return "the summary does not add up";
        }

        foreach (LedgerMismatch mismatch in report.Mismatches)
        {
            yield return $"the ledger contradicts itself: {mismatch}";
        }

        if (run.Provider.Running != 0)
        {
            yield return $"{run.Provider.Running} browsers are left";
        }

        (long Leg, int Generation)[] incidents =
        [
            .. run.Incidents.Select(incident => ((long)deaths.LegOf(incident.Incident.DetectedAt), incident.Incident.Generation)),
        ];
        foreach ((long leg, int generation) in deaths.Certain().Except(incidents))
        {
            yield return $"the death of generation {generation} in leg {leg} is not in the ledger";
        }

        foreach (var twice in incidents.GroupBy(incident => incident).Where(group => group.Count() > 1))
        {
            yield return $"the death of generation {twice.Key.Generation} in leg {twice.Key.Leg} is in the ledger {twice.Count()} times";
        }

        if ((report.End == RunEnd.CompletedWithGaps) != (site.Poison is not null))
        {
            yield return $"it ended as {report.End}";
        }

        string[] keys = [.. site.Keys.Where(key => key != site.Poison).Order(StringComparer.Ordinal)];
        if (action is GatherThings)
        {
            string[] records = [.. run.Records(action).Select(record => $"{record.Key} {record.Json}").Order(StringComparer.Ordinal)];
            if (!records.SequenceEqual(keys.Select(key => $"{key} \"text of {key}\"").Order(StringComparer.Ordinal), StringComparer.Ordinal))
            {
                yield return $"the records are not the site's: {string.Join(' ', records)}";
            }
        }
        else if (!site.Taken.Order(StringComparer.Ordinal).SequenceEqual(keys, StringComparer.Ordinal))
        {
            yield return $"the messages are not each one's: {string.Join(' ', site.Taken)}";
        }
    }
}
