namespace Holdfast.Actions;

/// <summary>An incident as read back.</summary>
/// <param name="RunId">The run it happened in.</param>
/// <param name="Epoch">The leg it happened in.</param>
/// <param name="Incident">The incident.</param>
public sealed record StoredIncident(long RunId, long Epoch, IncidentRow Incident);
