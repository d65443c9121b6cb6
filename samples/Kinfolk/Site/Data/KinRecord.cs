namespace Kinfolk.Site;

/// <summary>Everything the site knows about one match, as a logged-in member sees it.</summary>
/// <param name="Index">The number behind the id; the first match is 1.</param>
/// <param name="Item">The row in the list.</param>
/// <param name="Details">The answer of the details call.</param>
/// <param name="Profile">The answer of the profile call.</param>
/// <param name="Badges">The answer of the badge call.</param>
public sealed record KinRecord(int Index, MatchItem Item, MatchDetails Details, KinProfile Profile, IReadOnlyList<string> Badges)
{
    /// <summary>The match's id.</summary>
    public string Id => Item.Id;
}
