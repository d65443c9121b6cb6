using System.Text.Json.Serialization;

namespace Kinfolk.Site;

/// <summary>A conversation with a match.</summary>
/// <param name="Id"><c>c</c> and at least five digits.</param>
/// <param name="With">The other's name.</param>
/// <param name="Changed">The number of the change that made it what it is; each change of any conversation has the next.</param>
/// <param name="Deleted">True when only the trace of it is left.</param>
/// <param name="Messages">The messages, the oldest first.</param>
public sealed record Conversation(
    string Id, string With, long Changed, [property: JsonIgnore] bool Deleted, IReadOnlyList<InboxMessage> Messages);

/// <summary>A message in a conversation.</summary>
/// <param name="From">Who wrote it.</param>
/// <param name="Text">The text.</param>
/// <param name="Edited">True when it was changed later.</param>
public sealed record InboxMessage(string From, string Text, bool Edited);
