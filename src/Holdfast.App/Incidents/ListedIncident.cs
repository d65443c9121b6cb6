namespace Holdfast.App;

/// <summary>One death of a session, with all runs of the ledger that it met.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Met">The death as each of these runs has it, in the order of their numbers; one or more.</param>
internal sealed record ListedIncident(int Number, IReadOnlyList<StoredIncident> Met)
{
    /// <summary>The one that knows most: a run that ended first does not know what became of it.</summary>
    public StoredIncident Whole => Met.FirstOrDefault(stored => stored.Incident.Outcome != IncidentOutcome.Open) ?? Met[0];

    /// <summary>Groups what is one and the same. Several runs at once on one session have a death in common, each in its own account; where another program has
    /// left out whose it was, it is nobody else's.</summary>
    public static IEnumerable<IReadOnlyList<StoredIncident>> Group(IEnumerable<StoredIncident> incidents) => incidents
        .OrderBy(stored => stored.Incident.DetectedAt)
        .ThenBy(stored => stored.RunId)
        .ThenBy(stored => stored.Epoch)
        .ThenBy(stored => stored.Row.Generation.Session)
        .ThenBy(stored => stored.Row.Generation.Number)
        .GroupBy(stored => stored.Incident.Session.Length == 0
            ? (stored.RunId, stored.Epoch, stored.Row.Generation, "", default, 0)
            : (0L, 0L, stored.Row.Generation, stored.Incident.Session, stored.Incident.DetectedAt, stored.Incident.AdmittedAtLatch))
        .Select(IReadOnlyList<StoredIncident> (met) => [.. met]);
}
