using System.Net;

namespace Holdfast.Actions;

/// <summary>Tells whether an answer looks as if the site had logged us out. Only looks: who we are is asked before it counts.</summary>
internal sealed class LogoutSigns(SessionHttpOptions options)
{
    private static readonly HashSet<string> s_loginSegments = new(
        ["login", "log-in", "signin", "sign-in", "logon", "log-on", "login.php", "login.aspx", "login.html", "signin.html"],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Finds the sign.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="proof">Whether it carried the proof of identity; null when answers carry none.</param>
    /// <param name="jar">The cookies after the answer.</param>
    /// <returns>What looks logged out, in a text without secrets; null when nothing does.</returns>
    public string? Find(ApiAnswer answer, bool? proof, CookieJar jar)
    {
        if (options.LooksLoggedOut?.Invoke(answer) == true)
        {
            return $"{Where(answer)} looks logged out to the site's predicate";
        }

        if (proof == true)
        {
            return null;
        }

        if (answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
        {
            return Where(answer);
        }

        if (answer.Redirect is { } target && IsLoginPage(target))
        {
            return $"{Where(answer)} redirects to {Bare(target)}";
        }

        if (options.LoginCookie is { } cookie && IsHome(answer.Uri) && !jar.Has(options.BaseAddress!, cookie))
        {
            return $"{Where(answer)}: cookie '{cookie}' is gone";
        }

        return proof == false && answer.IsSuccess && IsHome(answer.Uri) ? $"{Where(answer)} carries no proof of identity" : null;
    }

    public bool IsLoginPage(Uri uri)
    {
        if (options.IsLoginPage is { } predicate)
        {
            return predicate(uri);
        }

        if (options.LoginPath is { } path)
        {
            return CookieScope.PathMatches(uri.AbsolutePath, path);
        }

        return Array.Exists(uri.Segments, static segment => s_loginSegments.Contains(segment.TrimEnd('/')));
    }

    /// <summary>True for addresses of the site itself, not of a host that serves its pictures.</summary>
    public bool IsHome(Uri uri) => options.BaseAddress is { } home && Redirects.SameOrigin(uri, home);

    private static string Where(ApiAnswer answer) => $"HTTP {(int)answer.StatusCode} from {Bare(answer.Uri)}";

    private static string Bare(Uri uri) => uri.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);
}
