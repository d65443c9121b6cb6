namespace Holdfast;

/// <summary>What makes an API call ride on a browser's login. Immutable. Secret: <see cref="ToString"/> gives counts only.</summary>
/// <param name="Cookies">Every cookie of the browser, HttpOnly ones and all hosts included.</param>
/// <param name="UserAgent">The browser's <c>User-Agent</c> header.</param>
/// <param name="AcceptLanguage">The browser's <c>Accept-Language</c> header.</param>
public sealed record LoginSnapshot(IReadOnlyList<SessionCookie> Cookies, string UserAgent, string AcceptLanguage)
{
    /// <summary>How many cookies there are, without any of them.</summary>
    /// <returns>A text that is safe to log.</returns>
    public override string ToString() => $"{Cookies.Count} cookies";
}
