namespace Kinfolk.Site;

/// <summary>One page of the match list.</summary>
/// <param name="Page">The page asked for; the first is 1.</param>
/// <param name="Pages">Pages in the list at this moment.</param>
/// <param name="Total">Matches in the list at this moment.</param>
/// <param name="Items">The rows; empty beyond the last page.</param>
public sealed record MatchPage(int Page, int Pages, int Total, IReadOnlyList<MatchItem> Items);
