namespace Kinfolk.Site;

/// <summary>The details of one match. What only members see is null in the public part.</summary>
/// <param name="Id">The match's id.</param>
/// <param name="Name">The display name (public).</param>
/// <param name="Version">The fingerprint that the list shows (public).</param>
/// <param name="TreeSize">People in the match's tree (public).</param>
/// <param name="SharedCm">Shared DNA in centimorgans, one decimal (members only).</param>
/// <param name="Segments">Number of shared segments (members only).</param>
/// <param name="Relationship">The relationship estimated from the shared DNA (members only).</param>
/// <param name="Note">Free text (members only).</param>
public sealed record MatchDetails(
    string Id,
    string Name,
    string Version,
    int TreeSize,
    decimal? SharedCm,
    int? Segments,
    string? Relationship,
    string? Note)
{
    /// <summary>What a visitor who is not logged in sees.</summary>
    public MatchDetails PublicPart() => this with { SharedCm = null, Segments = null, Relationship = null, Note = null };
}
