using System.Text.Json;

namespace Holdfast.Ledger;

/// <summary>An incident as read back.</summary>
/// <param name="RunId">The run it happened in.</param>
/// <param name="Epoch">The leg it happened in.</param>
/// <param name="Incident">The incident.</param>
public sealed record StoredIncident(long RunId, long Epoch, IncidentRow Incident)
{
    /// <summary>Makes a script of it, so that the death can happen again in a test.</summary>
    /// <returns>The script, as <see cref="IncidentScript.From"/> makes it.</returns>
    /// <exception cref="FormatException">The ledger does not hold enough of it; another program may have written it.</exception>
    public IncidentScript ToScript()
    {
        try
        {
            if (JsonSerializer.Deserialize(Incident.DetailJson, IncidentJson.Default.Incident) is { Evidence.Count: > 0 } incident)
            {
                return IncidentScript.From(incident);
            }
        }
        catch (JsonException exception)
        {
            throw new FormatException($"The ledger does not hold enough of this incident: {EvidenceText.Clean(exception.Message)}", exception);
        }

        throw new FormatException("The ledger does not hold enough of this incident: no evidence.");
    }
}
