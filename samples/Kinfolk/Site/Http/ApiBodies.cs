using System.Text.Json.Serialization;

namespace Kinfolk.Site;

/// <summary>The answer of <c>GET /api/me</c>; the name is null for a visitor on a site that serves visitors.</summary>
public sealed record MeAnswer([property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Name);

/// <summary>The answer of <c>GET /api/csrf</c>.</summary>
public sealed record CsrfAnswer(string Token);

/// <summary>The body of <c>POST /api/badges</c>.</summary>
public sealed record BadgesQuestion(IReadOnlyList<string>? Ids);

/// <summary>The answer of <c>POST /api/badges</c>; unknown ids are left out.</summary>
public sealed record BadgesAnswer(IReadOnlyDictionary<string, IReadOnlyList<string>> Badges);

/// <summary>The body of <c>POST /api/notes</c>.</summary>
public sealed record NoteQuestion(string? Id, string? Text);

/// <summary>The body of <c>POST /api/messages</c>.</summary>
public sealed record MessageQuestion(string? Key, string? To, string? Text);

/// <summary>The answer of <c>GET /api/messages</c>.</summary>
public sealed record MessagesAnswer(IReadOnlyList<Message> Messages);

/// <summary>The answer of <c>GET /_control/conversations</c>.</summary>
public sealed record ConversationsAnswer(IReadOnlyList<Conversation> Conversations);

/// <summary>The answer of <c>GET /api/notes</c>.</summary>
public sealed record NotesAnswer(IReadOnlyList<Note> Notes);
