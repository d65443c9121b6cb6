namespace Kinfolk.Site;

/// <summary>A change at the front of the match list.</summary>
/// <param name="Count">Matches to insert; negative: to remove.</param>
/// <param name="AtPage">Happens right after this page was served; null: now.</param>
public sealed record ListShift(int Count, int? AtPage = null);
