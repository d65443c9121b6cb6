namespace Kinfolk.Site;

/// <summary>The profile of one match. What only members see is null in the public part.</summary>
/// <param name="Id">The match's id.</param>
/// <param name="Name">The display name (public).</param>
/// <param name="Born">The year of birth (members only).</param>
/// <param name="Place">The place of birth (members only).</param>
/// <param name="Language">The preferred language as a two-letter code (public).</param>
public sealed record KinProfile(string Id, string Name, int? Born, string? Place, string Language)
{
    /// <summary>What a visitor who is not logged in sees.</summary>
    public KinProfile PublicPart() => this with { Born = null, Place = null };
}
