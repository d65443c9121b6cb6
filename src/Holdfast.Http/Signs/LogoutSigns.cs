using System.Net;

namespace Holdfast.Http;

/// <summary>Tells whether an answer looks as if the site had logged us out. Only looks: who we are is asked before it counts.</summary>
internal sealed class LogoutSigns(SessionHttpOptions options)
{
    private static readonly HashSet<string> s_loginSegments = new(
        ["login", "log-in", "signin", "sign-in", "logon", "log-on", "login.php", "login.aspx", "login.html", "signin.html"],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Finds the sign.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="proof">What its proof of identity is worth.</param>
    /// <param name="jar">The cookies after the answer.</param>
    /// <returns>What looks logged out, in a text without secrets; null when nothing does.</returns>
    public string? Find(ApiAnswer answer, ProofVerdict proof, CookieJar jar)
    {
        if (options.LooksLoggedOut?.Invoke(answer) == true)
        {
            return $"{Where(answer)} looks logged out to the site's predicate";
        }

        if (proof == ProofVerdict.Ours)
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

        if (answer.Redirect is { } elsewhere && LeadsAway(answer.Uri, elsewhere))
        {
            return $"{Where(answer)} redirects to {Bare(elsewhere)}, another origin";
        }

        if (proof == ProofVerdict.AnothersData)
        {
            return $"{Where(answer)} was given to another member";
        }

        if (options.LoginCookie is { } cookie && IsHome(answer.Uri) && !jar.Has(options.BaseAddress!, cookie))
        {
            return $"{Where(answer)}: cookie '{cookie}' is gone";
        }

        return proof == ProofVerdict.Missing && answer.IsSuccess && IsHome(answer.Uri) ? $"{Where(answer)} carries no proof of identity" : null;
    }

    /// <summary>Why an answer must not be taken for the member's data, whatever the site says of the login; null when it may.</summary>
    public AnswerRefusedException? Refusal(ApiAnswer answer, ProofVerdict proof) => answer.Redirect switch
    {
        _ when proof == ProofVerdict.AnothersData => new AnswerRefusedException(
            $"{Where(answer)} was given to another member, so it is not taken. If it is ours, let ProvesIdentity spell the name as WhoAmI does.",
            answer.StatusCode),
        { } target when !IsLoginPage(target) && LeadsAway(answer.Uri, target) => new AnswerRefusedException(
            $"{Where(answer)} redirects to {Bare(target)}, another origin, whose answer is not taken. If it may speak for the site, "
            + $"add {Origin(target)} to AllowOrigins.",
            answer.StatusCode),
        _ => null,
    };

    /// <summary>True when a redirect leads to an origin that may not speak for the one that was asked.</summary>
    public bool LeadsAway(Uri from, Uri target) =>
        !Redirects.SameOrigin(from, target)
        && !Redirects.IsUpgrade(from, target)
        && !IsHome(target)
        && !options.AllowOrigins.Any(allowed => Redirects.SameOrigin(allowed, target));

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

    private static string Origin(Uri uri) => uri.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);

    private static string Bare(Uri uri) => uri.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);
}
