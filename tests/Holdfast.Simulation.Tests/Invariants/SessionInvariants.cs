namespace Holdfast.Simulation.Tests;

/// <summary>Each death and each suspension is in the ledger once, nothing else is, and no browser is left.</summary>
internal static class SessionInvariants
{
    public static IEnumerable<string> Broken(RunLedger ledger, World world)
    {
        // A browser of a job that is killed goes with it.
        int left = world.Browsers.Provider.Sessions.Count(browser => !browser.IsEnded && !world.Book.WasKilled(browser.Number));
        if (left != 0)
        {
            yield return $"{left} browsers are left";
        }

        StoredIncident[] stored = [.. ledger.ReadIncidents()];
        (int Leg, int Generation, string Cause)[] incidents = [.. stored
            .Select(death => (world.Book.LegOf(death.Incident.DetectedAt), death.Incident.Generation, death.Incident.Cause.ToString()))];
        foreach ((int leg, int generation) in world.Book.CertainDeaths().Except(incidents.Select(incident => (incident.Leg, incident.Generation))))
        {
            yield return $"the death of generation {generation} in leg {leg} is not in the ledger";
        }

        foreach (IGrouping<(int Leg, int Generation), (int Leg, int Generation, string Cause)> twice in
            incidents.GroupBy(incident => (incident.Leg, incident.Generation)).Where(group => group.Count() > 1))
        {
            yield return $"the death of generation {twice.Key.Generation} in leg {twice.Key.Leg} is in the ledger {twice.Count()} times";
        }

        foreach ((int leg, int generation, string cause) in incidents.Where(incident => !world.Book.IsCause(incident.Leg, incident.Generation, incident.Cause)))
        {
            yield return $"generation {generation} of leg {leg} had no reason to die as {cause}";
        }

        foreach (Incident open in stored.Select(death => death.Incident)
            .Where(incident => incident.Outcome == IncidentOutcome.Open && !world.Book.WasLegKilled(world.Book.LegOf(incident.DetectedAt))))
        {
            yield return $"the ledger does not say what became of the death of generation {open.Generation} in leg {world.Book.LegOf(open.DetectedAt)}";
        }

        StoredSuspension[] suspensions = [.. ledger.ReadSuspensions()];
        foreach (StoredSuspension suspension in suspensions.Where(suspension => !world.Book.WasSuspended(suspension.Suspension.EndedAt)))
        {
            yield return $"the ledger has a suspension of {suspension.Suspension.Duration}, and there was none";
        }

        foreach (int leg in world.Book.CertainSleeps().Except(suspensions.Select(suspension => world.Book.LegOf(suspension.Suspension.EndedAt))))
        {
            yield return $"the machine slept in leg {leg}, and the ledger does not say so";
        }
    }
}
