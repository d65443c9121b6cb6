using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Primitives;

namespace Kinfolk.Site;

/// <summary>What every request goes through: log, hold, delay, session, fault, handler, hold, answer.</summary>
internal sealed class RequestPipeline(SiteState state)
{
    public async Task ServeAsync(HttpContext http, string route, Func<SiteCall, ValueTask<Answer>> handler)
    {
        string method = http.Request.Method;
        string target = http.Request.Path.Value + http.Request.QueryString.Value;
        CancellationToken gone = http.RequestAborted;
        if (target.StartsWith("/api/", StringComparison.Ordinal))
        {
            state.Sessions.OnApiRequest();
        }

        if (state.OwnTime is { } now)
        {
            http.Response.Headers.Date = now.ToString("R", CultureInfo.InvariantCulture);
        }

        SiteLogEntry entry = state.Log.Begin(http, route, target);
        try
        {
            await state.Holds.PassAsync(HoldStage.Arrival, method, target, gone);
            if (state.DelayMs is > 0 and var delay)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(delay), state.Time, gone);
            }

            SiteCall call = new(http, Identify(http, entry));
            Answer answer = Front(target) is { } front ? front
                : state.Faults.Take(method, target) is { } fault ? Answer.Fault(fault) : await HandleAsync(call, handler);
            await state.Holds.PassAsync(HoldStage.Answer, method, target, gone);
            state.Log.End(entry, answer.Status, answer.IsDrop ? RequestOutcome.Aborted : RequestOutcome.Completed);
            await answer.SendAsync(http);
            if (gone.IsCancellationRequested)
            {
                state.Log.End(entry, 0, RequestOutcome.Aborted);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            state.Log.End(entry, 0, RequestOutcome.Aborted);
        }
        finally
        {
            state.LogFile?.Add(entry);
        }
    }

    private Answer? Front(string target) => state.Front switch
    {
        FrontPage.Redirect => target == "/back-soon" ? Answer.Html(Pages.Front("We are back soon.")) : Answer.SeeOther("/back-soon"),
        FrontPage.Forbid => Answer.Html(Pages.Front("Your request was blocked."), StatusCodes.Status403Forbidden),
        _ => null,
    };

    private static async ValueTask<Answer> HandleAsync(SiteCall call, Func<SiteCall, ValueTask<Answer>> handler)
    {
        try
        {
            return await handler(call);
        }
        catch (Exception e) when (e is JsonException or InvalidDataException or BadHttpRequestException)
        {
            return Answer.Error(StatusCodes.Status400BadRequest, "bad request");
        }
        catch (Exception e) when (e is not (OperationCanceledException or IOException))
        {
            return Answer.Error(StatusCodes.Status500InternalServerError, e.GetType().Name);
        }
    }

    private MemberSession? Identify(HttpContext http, SiteLogEntry entry)
    {
        StringValues cookies = http.Request.Headers.Cookie;
        if (state.Sessions.Find(CookieHeader.Find(cookies, LoginCookies.Session)) is not { } session)
        {
            return null;
        }

        state.Log.Identify(entry, session, CookieHeader.HasAll(cookies, session.CookieValues));
        return session.IsLive ? session : null;
    }
}
