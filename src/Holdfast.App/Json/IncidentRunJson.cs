namespace Holdfast.App;

/// <summary>A run that a death met, and its leg.</summary>
internal sealed record IncidentRunJson(long Run, long Leg);
