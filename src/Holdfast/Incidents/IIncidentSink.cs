namespace Holdfast;

/// <summary>Keeps incidents, and if it wants to suspensions. Registered as a service; there may be several.</summary>
public interface IIncidentSink
{
    /// <summary>Writes an incident: once when its cause is frozen, and again when its outcome is known. The same
    /// (<see cref="Incident.Session"/>, <see cref="Incident.Generation"/>) is the same incident.</summary>
    /// <param name="incident">The incident as known now.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    /// <returns>A task that ends when it is kept. A failure is logged and does not stop recovery.</returns>
    Task RecordAsync(Incident incident, CancellationToken cancellationToken);

    /// <summary>Writes a suspension, once, when it has ended. No death, so no incident: but a gap in the times that somebody may ask about. Does
    /// nothing unless a sink says otherwise.</summary>
    /// <param name="session">The session's name.</param>
    /// <param name="generation">The generation that lived then, from 1.</param>
    /// <param name="suspension">When and how long this program did not run.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    /// <returns>A task that ends when it is kept. A failure is logged and stops nothing.</returns>
    Task RecordSuspensionAsync(string session, int generation, Suspension suspension, CancellationToken cancellationToken) => Task.CompletedTask;
}
