namespace Holdfast.Ledger;

/// <summary>An incident as read back.</summary>
public sealed class StoredIncident
{
    internal StoredIncident(long runId, long epoch, IncidentRow row) =>
        (RunId, Epoch, Row, Incident) = (runId, epoch, row, IncidentMapping.FromRow(row));

    /// <summary>The run it happened in.</summary>
    public long RunId { get; }

    /// <summary>The leg it happened in.</summary>
    public long Epoch { get; }

    /// <summary>The incident. It was detected at a time that is kept to the millisecond. Where another program wrote it, what cannot be read is empty, and a
    /// cause or an outcome that this library does not know is a value that is not defined.</summary>
    public Incident Incident { get; }

    /// <summary>The words that the ledger holds.</summary>
    internal IncidentRow Row { get; }

    /// <summary>Makes a script of it, so that the death can happen again in a test.</summary>
    /// <returns>The script, as <see cref="IncidentScript.From"/> makes it.</returns>
    /// <exception cref="FormatException">The ledger does not hold enough of it; another program may have written it.</exception>
    public IncidentScript ToScript() =>
        Incident.Evidence.Count == 0 ? throw NotEnough("no evidence")
        : !Enum.IsDefined(Incident.Cause) ? throw NotEnough($"'{EvidenceText.Clean(Row.Cause)}' is no known cause")
        : IncidentScript.From(Incident);

    private static FormatException NotEnough(string why) => new($"The ledger does not hold enough of this incident: {why}.");
}
