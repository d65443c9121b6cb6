namespace Holdfast;

/// <summary>Keeps incidents. Registered as a service; there may be several.</summary>
public interface IIncidentSink
{
    /// <summary>Writes an incident: once when its cause is frozen, and again when its outcome is known. The same
    /// (<see cref="Incident.Session"/>, <see cref="Incident.Generation"/>) is the same incident.</summary>
    /// <param name="incident">The incident as known now.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    /// <returns>A task that ends when it is kept. A failure is logged and does not stop recovery.</returns>
    Task RecordAsync(Incident incident, CancellationToken cancellationToken);
}
