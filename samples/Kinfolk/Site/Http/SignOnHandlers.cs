namespace Kinfolk.Site;

/// <summary>The sign-on on another host: <c>localhost</c> beside <c>127.0.0.1</c>, whose cookies are its own.</summary>
internal sealed class SignOnHandlers(SiteState state)
{
    private const string OtherHost = "localhost";

    /// <summary>Where the login page sends a visitor.</summary>
    public static string Address(HttpContext http) => $"http://{OtherHost}:{http.Connection.LocalPort}/sign-on";

    public ValueTask<Answer> FormAsync(SiteCall call) => new(Form(StatusCodes.Status200OK, null));

    public async ValueTask<Answer> CheckAsync(SiteCall call)
    {
        HttpRequest request = call.Http.Request;
        if (!request.HasFormContentType)
        {
            return Form(StatusCodes.Status400BadRequest, "Please use the form.");
        }

        IFormCollection form = await request.ReadFormAsync(call.Http.RequestAborted);
        string? cookie = CookieHeader.Find(request.Headers.Cookie, LoginDesk.FormCookie);
        return state.Logins.Check(cookie, form["csrf"], form["username"], form["password"], form["code"]) == LoginVerdict.Welcome
            ? Answer.SeeOther($"http://127.0.0.1:{call.Http.Connection.LocalPort}/sign-on/done?code={state.SignOnCodes.Issue()}")
            : Form(StatusCodes.Status401Unauthorized, "Name or password are wrong.");
    }

    /// <summary>On the site's own host again.</summary>
    public ValueTask<Answer> DoneAsync(SiteCall call)
    {
        if (!state.SignOnCodes.Redeem(call.Query("code")))
        {
            return new(Answer.SeeOther("/login"));
        }

        call.Session?.End();
        IReadOnlyList<string> cookies = [.. state.Sessions.Open(state.Username).Cookies.Select(static cookie => cookie.Header)];
        return new(state.SignOn == SignOn.PopUp ? Answer.Html(Pages.SignedOn(), setCookies: cookies) : Answer.SeeOther("/", cookies));
    }

    private Answer Form(int status, string? error)
    {
        string cookie = MemberSession.NewKey();
        return Answer.Html(
            Pages.Login(state.Logins.FormToken(cookie), error, "/sign-on", state.Logins.WantsCode),
            status,
            LoginDesk.FormCookie + "=" + cookie + "; Path=/sign-on; HttpOnly; SameSite=Lax");
    }
}
