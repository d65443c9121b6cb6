namespace MediaWiki;

/// <summary>What the wiki's list says about a page.</summary>
internal sealed record PageRef(long Id, string Title);
