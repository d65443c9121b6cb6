namespace Holdfast.App;

/// <summary>What was seen of a death, and how long after the first sign of it.</summary>
internal sealed record EvidenceJson(string Cause, string Strength, string Source, string Detail, string After);
