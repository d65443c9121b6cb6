using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Kinfolk.Site;

/// <summary>The JSON API. Every answer to a logged-in member carries the proof of identity.</summary>
internal sealed class ApiHandlers(SiteState state, PageHandlers pages)
{
    public const string MemberHeader = "X-Member";
    public const string CsrfHeader = "X-CSRF-Token";
    private const int MaxBatch = 500;

    /// <summary>Wraps a handler: the logged-out face for visitors, the proof of identity for members.</summary>
    public Func<SiteCall, ValueTask<Answer>> Members(Func<SiteCall, ValueTask<Answer>> handler) => call =>
    {
        if (call.Session is { } session)
        {
            call.Http.Response.Headers[MemberHeader] = session.Member;
            if (state.Renewal == LoginRenewal.ByAnswer && state.Sessions.IsTimeToRenew())
            {
                call.Http.Response.Headers.Append("Set-Cookie", state.Sessions.Renew(session).Cookies[0].Header);
            }

            return handler(call);
        }

        return state.Face switch
        {
            LoggedOutFace.Status403 => new(Answer.Error(StatusCodes.Status403Forbidden, "forbidden")),
            LoggedOutFace.RedirectToLogin => new(Answer.SeeOther("/login")),
            LoggedOutFace.LoginPage200 => new(pages.LoginForm(StatusCodes.Status200OK, null)),
            LoggedOutFace.PublicDataOnly => handler(call),
            _ => new(Answer.Error(StatusCodes.Status401Unauthorized, "unauthenticated")),
        };
    };

    public static ValueTask<Answer> MeAsync(SiteCall call) =>
        new(Answer.Json(new MeAnswer(call.Session?.Member), SiteJson.Default.MeAnswer));

    public ValueTask<Answer> CsrfAsync(SiteCall call) =>
        new(Answer.Json(new CsrfAnswer(call.Session?.Token ?? state.AnonymousToken), SiteJson.Default.CsrfAnswer));

    public ValueTask<Answer> MatchesAsync(SiteCall call) => new(PageHandlers.PageNumber(call) is { } page
        ? Answer.Json(state.Matches.Page(page), SiteJson.Default.MatchPage)
        : Answer.Error(StatusCodes.Status400BadRequest, "no such page"));

    public ValueTask<Answer> DetailsAsync(SiteCall call)
    {
        if (Lookup(call) is not { } found)
        {
            return new(NotFound());
        }

        MatchDetails details = KinData.Details(found.Index, found.Revision);
        return new(Answer.Json(call.Session is null ? details.PublicPart() : details, SiteJson.Default.MatchDetails));
    }

    public ValueTask<Answer> ProfileAsync(SiteCall call)
    {
        if (Lookup(call) is not { } found)
        {
            return new(NotFound());
        }

        if (state.PrivateIds.Contains(KinData.Id(found.Index)))
        {
            return new(Answer.Error(StatusCodes.Status403Forbidden, "private"));
        }

        KinProfile profile = KinData.Profile(found.Index);
        return new(Answer.Json(call.Session is null ? profile.PublicPart() : profile, SiteJson.Default.KinProfile));
    }

    public async ValueTask<Answer> BadgesAsync(SiteCall call)
    {
        if (!TokenIsGood(call))
        {
            return Answer.Error(StatusCodes.Status403Forbidden, "csrf");
        }

        if (await BodyAsync(call, SiteJson.Default.BadgesQuestion) is not { Ids: { Count: <= MaxBatch } ids })
        {
            return Answer.Error(StatusCodes.Status400BadRequest, "bad request");
        }

        Dictionary<string, IReadOnlyList<string>> badges = new(StringComparer.Ordinal);
        foreach (string id in ids)
        {
            if (KinData.TryParseId(id, out int index) && state.Matches.Revision(id) is not null)
            {
                // Badges are for members: a visitor gets none, and no error either.
                badges[id] = call.Session is null ? [] : KinData.Badges(index);
            }
        }

        return Answer.Json(new BadgesAnswer(badges), SiteJson.Default.BadgesAnswer);
    }

    public async ValueTask<Answer> AddNoteAsync(SiteCall call)
    {
        if (!TokenIsGood(call))
        {
            return Answer.Error(StatusCodes.Status403Forbidden, "csrf");
        }

        if (call.Session is not { } session)
        {
            return Answer.Error(StatusCodes.Status403Forbidden, "forbidden");
        }

        if (await BodyAsync(call, SiteJson.Default.NoteQuestion) is not { Id: { } id, Text: { } text })
        {
            return Answer.Error(StatusCodes.Status400BadRequest, "bad request");
        }

        return state.Matches.Revision(id) is null
            ? NotFound()
            : Answer.Json(state.Notes.Add(id, text, session.Member), SiteJson.Default.Note);
    }

    public ValueTask<Answer> NotesAsync(SiteCall call) =>
        new(Answer.Json(new NotesAnswer(call.Session is null ? [] : state.Notes.All()), SiteJson.Default.NotesAnswer));

    public async ValueTask<Answer> SendMessageAsync(SiteCall call)
    {
        if (!TokenIsGood(call))
        {
            return Answer.Error(StatusCodes.Status403Forbidden, "csrf");
        }

        if (call.Session is not { } session)
        {
            return Answer.Error(StatusCodes.Status403Forbidden, "forbidden");
        }

        if (await BodyAsync(call, SiteJson.Default.MessageQuestion) is not { To: { } to, Text: { } text } message)
        {
            return Answer.Error(StatusCodes.Status400BadRequest, "bad request");
        }

        return state.Matches.Revision(to) is null
            ? NotFound()
            : Answer.Json(state.Messages.Add(message.Key, to, text, session.Member), SiteJson.Default.Message);
    }

    public ValueTask<Answer> MessagesAsync(SiteCall call) => new(Answer.Json(
        new MessagesAnswer(call.Session is null ? [] : state.Messages.Find(call.Query("key"))), SiteJson.Default.MessagesAnswer));

    public ValueTask<Answer> InboxAsync(SiteCall call) => call.Session is null
        ? new(Answer.Json(new InboxPage([], null, 0), SiteJson.Default.InboxPage))
        : new(Place(call, "since", 0) is { } since && Place(call, "before", long.MaxValue) is { } before
            ? Answer.Json(state.Inbox.Page(since, before), SiteJson.Default.InboxPage)
            : Answer.Error(StatusCodes.Status400BadRequest, "no such place"));

    public ValueTask<Answer> ConversationAsync(SiteCall call) => new(call.Session is not null && state.Inbox.Find(call.Route("id")) is { } found
        ? Answer.Json(found, SiteJson.Default.Conversation)
        : NotFound());

    private static long? Place(SiteCall call, string name, long absent) => call.Query(name) is not { Length: > 0 } text
        ? absent
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long place) ? place : null;

    private static Answer NotFound() => Answer.Error(StatusCodes.Status404NotFound, "not found");

    private static ValueTask<T?> BodyAsync<T>(SiteCall call, JsonTypeInfo<T> type) =>
        JsonSerializer.DeserializeAsync(call.Http.Request.Body, type, call.Http.RequestAborted);

    private (int Index, int Revision)? Lookup(SiteCall call) =>
        KinData.TryParseId(call.Route("id"), out int index) && state.Matches.Revision(KinData.Id(index)) is { } revision
            ? (index, revision)
            : null;

    private bool TokenIsGood(SiteCall call)
    {
        string? token = call.Http.Request.Headers[CsrfHeader];
        return call.Session is { } session ? session.Accept(token, state.Sessions.RotateEvery) : token == state.AnonymousToken;
    }
}
