namespace Kinfolk.Site;

/// <summary>One row of the match list.</summary>
/// <param name="Id">The match's id, such as <c>m00042</c>.</param>
/// <param name="Name">The display name; may hold quotes, accents and ampersands.</param>
/// <param name="Version">A fingerprint that changes when anything about the match changes.</param>
public sealed record MatchItem(string Id, string Name, string Version);
