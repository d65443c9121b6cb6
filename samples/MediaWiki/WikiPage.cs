namespace MediaWiki;

/// <summary>What is gathered for each page.</summary>
/// <param name="Id">The number that a page keeps when it is renamed.</param>
/// <param name="Namespace">0 for articles, 14 for categories, and so on.</param>
/// <param name="Title">The title, with its namespace.</param>
/// <param name="Revision">The number of the newest revision.</param>
/// <param name="Timestamp">When that revision was saved.</param>
/// <param name="User">Who saved it; null when the wiki hides it.</param>
/// <param name="Text">Its text, as stored; null when the wiki hides it.</param>
/// <param name="Categories">The titles of the page's categories, sorted.</param>
internal sealed record WikiPage(
    long Id,
    int Namespace,
    string Title,
    long Revision,
    DateTimeOffset Timestamp,
    string? User,
    string? Text,
    IReadOnlyList<string> Categories);
