using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Kinfolk.Site;

/// <summary>The control API: the methods of <see cref="SiteControl"/> over HTTP, without any login. For tests only.</summary>
internal sealed class ControlHandlers(SiteControl control, CancellationToken stopping)
{
    private const int DefaultWaitMs = 30_000;

    public void Map(IEndpointRouteBuilder routes)
    {
        Get(routes, "/_control", _ => Answer.Json(control.Settings(), SiteJson.Default.SiteSettings));
        Get(routes, "/_control/counts", _ => Answer.Json(control.Counts(), SiteJson.Default.SiteCounts));
        Get(routes, "/_control/log", q => Answer.Json(control.Log(Number(q, "from") ?? 1), SiteJson.Default.SiteLogPage));
        Get(routes, "/_control/notes", _ => Answer.Json(new NotesAnswer(control.Notes()), SiteJson.Default.NotesAnswer));
        Get(routes, "/_control/messages", _ => Answer.Json(new MessagesAnswer(control.Messages()), SiteJson.Default.MessagesAnswer));
        Get(routes, "/_control/conversations", _ => Answer.Json(new ConversationsAnswer(control.Conversations()), SiteJson.Default.ConversationsAnswer));
        routes.MapGet("/_control/wait", WaitAsync);

        Post(routes, "/_control/delay", SiteJson.Default.DelaySwitch, s => control.SetDelay(s.Ms));
        Post(routes, "/_control/expire", SiteJson.Default.ExpireSwitch, Expire);
        Post(routes, "/_control/face", SiteJson.Default.FaceSwitch, s => control.SetFace(s.Face));
        Post(routes, "/_control/front", SiteJson.Default.FrontSwitch, s => control.SetFront(s.Front));
        Post(routes, "/_control/fault", SiteJson.Default.FaultRule, control.AddFault);
        Post(routes, "/_control/csrf", SiteJson.Default.CsrfSwitch, RotateCsrf);
        Post(routes, "/_control/shift", SiteJson.Default.ListShift, s => control.Shift(s.Count, s.AtPage));
        Post(routes, "/_control/touch", SiteJson.Default.TouchSwitch, Touch);
        Post(routes, "/_control/inbox", SiteJson.Default.InboxSwitch, ChangeInbox);
        Post(routes, "/_control/password", SiteJson.Default.PasswordSwitch, s => control.ChangePassword(s.Password));
        Post(routes, "/_control/release", SiteJson.Default.ReleaseSwitch, s => control.Release(s.Hold));
        routes.MapPost("/_control/clear-faults", http =>
        {
            control.ClearFaults();
            return Settings().SendAsync(http);
        });
        routes.MapPost("/_control/hold", async http =>
        {
            HoldSwitch? asked = await BodyAsync(http, SiteJson.Default.HoldSwitch);
            Answer answer = asked?.Path is null
                ? Answer.Error(StatusCodes.Status400BadRequest, "bad request")
                : Answer.Json(asked with { Hold = control.Hold(asked.Path, asked.Stage) }, SiteJson.Default.HoldSwitch);
            await answer.SendAsync(http);
        });
    }

    private Answer Settings() => Answer.Json(control.Settings(), SiteJson.Default.SiteSettings);

    private async Task WaitAsync(HttpContext http)
    {
        IQueryCollection query = http.Request.Query;
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, stopping);
        try
        {
            ArrivalReport report = await control.WaitAsync(
                query["path"].ToString(),
                (int)(Number(query, "count") ?? 1),
                TimeSpan.FromMilliseconds(Number(query, "timeoutMs") ?? DefaultWaitMs),
                Number(query, "since") ?? 0,
                either.Token);
            await Answer.Json(report, SiteJson.Default.ArrivalReport).SendAsync(http);
        }
        catch (OperationCanceledException)
        {
            http.Abort();
        }
    }

    private void Expire(ExpireSwitch asked)
    {
        if (asked.AtRequest is { } number)
        {
            control.ExpireSessionsAt(number);
        }
        else
        {
            control.ExpireSessions();
        }
    }

    private void RotateCsrf(CsrfSwitch asked)
    {
        if (asked.EveryPosts is { } posts)
        {
            control.RotateCsrfEvery(posts);
        }
        else
        {
            control.RotateCsrf();
        }
    }

    private void Touch(TouchSwitch asked)
    {
        if (!control.Touch(asked.Id))
        {
            throw new ArgumentException("No such match.", nameof(asked));
        }
    }

    private void ChangeInbox(InboxSwitch asked)
    {
        if (!control.ChangeInbox(asked.Change, asked.Id, asked.Text))
        {
            throw new ArgumentException("No such conversation.", nameof(asked));
        }
    }

    private static void Get(IEndpointRouteBuilder routes, string path, Func<IQueryCollection, Answer> answer) =>
        routes.MapGet(path, http => answer(http.Request.Query).SendAsync(http));

    private void Post<T>(IEndpointRouteBuilder routes, string path, JsonTypeInfo<T> type, Action<T> apply)
        where T : class => routes.MapPost(path, async http =>
    {
        Answer answer;
        try
        {
            T? body = await BodyAsync(http, type);
            ArgumentNullException.ThrowIfNull(body);
            apply(body);
            answer = Settings();
        }
        catch (Exception e) when (e is ArgumentException or JsonException)
        {
            answer = Answer.Error(StatusCodes.Status400BadRequest, e.Message);
        }

        await answer.SendAsync(http);
    });

    private static ValueTask<T?> BodyAsync<T>(HttpContext http, JsonTypeInfo<T> type) =>
        JsonSerializer.DeserializeAsync(http.Request.Body, type, http.RequestAborted);

    private static long? Number(IQueryCollection query, string name) =>
        long.TryParse(query[name].ToString(), CultureInfo.InvariantCulture, out long number) ? number : null;
}
