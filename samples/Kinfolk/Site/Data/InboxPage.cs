namespace Kinfolk.Site;

/// <summary>The answer of <c>GET /api/conversations</c>.</summary>
/// <param name="Items">At most 20, what changed last first.</param>
/// <param name="Next">What <c>before</c> must be for the next page; null on the last one.</param>
/// <param name="Newest">The newest change of all.</param>
public sealed record InboxPage(IReadOnlyList<InboxItem> Items, long? Next, long Newest);

/// <summary>A row of the inbox.</summary>
/// <param name="Id">The conversation.</param>
/// <param name="With">The other's name.</param>
/// <param name="Changed">The number of its last change.</param>
/// <param name="Deleted">True when it is gone.</param>
public sealed record InboxItem(string Id, string With, long Changed, bool Deleted);
