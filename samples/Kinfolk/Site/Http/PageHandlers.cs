using System.Globalization;

namespace Kinfolk.Site;

/// <summary>The pages that a browser visits.</summary>
internal sealed class PageHandlers(SiteState state)
{
    private const int MaxSlowMs = 600_000;

    public ValueTask<Answer> HomeAsync(SiteCall call) => new(call.Session is { } session
        ? Answer.Html(Pages.Home(session.Member, session.Token, keepsAlive: state.Renewal == LoginRenewal.ByPage))
        : Answer.SeeOther("/login"));

    /// <summary>What the home page's script asks for.</summary>
    public ValueTask<Answer> KeepAliveAsync(SiteCall call) => new(call.Session is { } session
        ? Answer.Html("", setCookies: state.Sessions.Renew(session).Cookies[0].Header)
        : Answer.Error(StatusCodes.Status401Unauthorized, "unauthenticated"));

    public ValueTask<Answer> MatchesAsync(SiteCall call)
    {
        if (call.Session is null)
        {
            return new(Answer.SeeOther("/login"));
        }

        return new(PageNumber(call) is { } page
            ? Answer.Html(Pages.Matches(state.Matches.Page(page)))
            : Answer.Html(Pages.Plain("no such page", "There is no such page."), StatusCodes.Status400BadRequest));
    }

    public ValueTask<Answer> LoginFormAsync(SiteCall call) => new(state.SignOn switch
    {
        _ when state.LoopsOnStaleCookie && call.Session is null && CookieHeader.Find(call.Http.Request.Headers.Cookie, LoginCookies.Session) is not null =>
            Answer.SeeOther("/login"),
        SignOn.Elsewhere => Answer.SeeOther(SignOnHandlers.Address(call.Http)),
        SignOn.PopUp => Answer.Html(Pages.PopUpLogin(SignOnHandlers.Address(call.Http))),
        _ => LoginForm(StatusCodes.Status200OK, null),
    });

    public async ValueTask<Answer> LoginAsync(SiteCall call)
    {
        HttpRequest request = call.Http.Request;
        if (!request.HasFormContentType)
        {
            return LoginForm(StatusCodes.Status400BadRequest, "Please use the form.");
        }

        IFormCollection form = await request.ReadFormAsync(call.Http.RequestAborted);
        string? cookie = CookieHeader.Find(request.Headers.Cookie, LoginDesk.FormCookie);
        switch (state.Logins.Check(cookie, form["csrf"], form["username"], form["password"], form["code"]))
        {
            case LoginVerdict.Welcome:
                call.Session?.End();
                MemberSession session = state.Sessions.Open(state.Username);
                return Answer.SeeOther("/", [.. session.Cookies.Select(c => c.Header)]);
            case LoginVerdict.WrongCredentials:
                return LoginForm(StatusCodes.Status401Unauthorized, "Name or password are wrong.");
            case LoginVerdict.WrongCode:
                return LoginForm(StatusCodes.Status401Unauthorized, "The code is wrong, or has been used.");
            default:
                return LoginForm(StatusCodes.Status400BadRequest, "The form has expired. Please try again.");
        }
    }

    public static ValueTask<Answer> LogoutAsync(SiteCall call)
    {
        call.Session?.End();
        return new(Answer.SeeOther("/login", [.. call.Session?.Cookies.Select(c => c.Removal) ?? []]));
    }

    public async ValueTask<Answer> SlowAsync(SiteCall call)
    {
        int ms = int.TryParse(call.Query("ms"), CultureInfo.InvariantCulture, out int asked) ? Math.Clamp(asked, 0, MaxSlowMs) : 0;
        await Task.Delay(TimeSpan.FromMilliseconds(ms), state.Time, call.Http.RequestAborted);
        return Answer.Html(Pages.Plain("slow", "Here at last."));
    }

    public static ValueTask<Answer> SpinAsync(SiteCall call) => new(Answer.Html(Pages.Spin(call.Query("now") is not null)));

    /// <summary>The login page where JSON was asked for, as some sites answer who is not logged in.</summary>
    public Answer LoginForm(int status, string? error)
    {
        string cookie = MemberSession.NewKey();
        return Answer.Html(
            Pages.Login(state.Logins.FormToken(cookie), error, wantsCode: state.Logins.WantsCode),
            status,
            LoginDesk.FormCookie + "=" + cookie + "; Path=/login; HttpOnly; SameSite=Lax");
    }

    /// <summary>The page asked for; the first if none, null if it is not a positive number.</summary>
    public static int? PageNumber(SiteCall call) =>
        call.Query("page") is not { } text ? 1
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int page) && page >= 1 ? page
        : null;
}
