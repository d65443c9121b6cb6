namespace Kinfolk;

/// <summary>What the match list says about a match.</summary>
internal sealed record MatchSummary(string Id, string Name, string Version);
