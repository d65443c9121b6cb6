using System.Text.RegularExpressions;

namespace Holdfast;

/// <summary>Takes out what is a secret by the look of it, known or not: user information and queries of addresses, and what a text itself calls a
/// token. Pure.</summary>
/// <remarks>Every repetition has a bound or ends at a blank, so that a page without one costs no square time.</remarks>
internal static partial class SecretPatterns
{
    public static string Apply(string text)
    {
        text = Credentials().Replace(text, "$1");
        text = Query().Replace(text, "?...");
        text = Cookies().Replace(text, "$1" + KnownSecrets.Placeholder);
        text = Scheme().Replace(text, "$1" + KnownSecrets.Placeholder);
        text = Named().Replace(text, "$1" + KnownSecrets.Placeholder);
        return WebToken().Replace(text, KnownSecrets.Placeholder);
    }

    // Greedy: a password may hold an @.
    [GeneratedRegex(@"(\w{1,30}://)[^/\s?#""]+@")]
    private static partial Regex Credentials();

    // Behind an address, or any that assigns something: relative addresses carry tokens too. Apostrophes are legal in a query.
    [GeneratedRegex(@"(?<=://[^\s?#""]{0,2000})[?#][^\s""]*|[?#](?=[^\s""]{0,300}=)[^\s""]*")]
    private static partial Regex Query();

    [GeneratedRegex(@"\b((?i:(?:set-)?cookie:)\s{0,3})(?=[^\s=;]{1,100}=)[^\r\n""]+")]
    private static partial Regex Cookies();

    // What follows must not be just a word, as in "Basic authentication".
    [GeneratedRegex(@"\b((?i:Bearer|Basic|Digest|Negotiate|NTLM|Token|ApiKey)[ :=]{1,3})(?=[\w.~+/=-]{0,300}(?:\d|[a-z][A-Z]))[\w.~+/=-]{8,}")]
    private static partial Regex Scheme();

    private const string Quote = @"(?:\\{0,3}(?:[""']|u0022)|&quot;|&#34;|%22)";

    // A name in quotes, as in JSON, or an equals sign assigns for sure; a colon in prose only when what follows is no word.
    [GeneratedRegex(
        @"((?i:token|secret|passw(?:or)?d|passwd|pwd|api[-_]?key|credentials?|authorization|session[-_]?id|\bsid|signature|jwt|csrf|xsrf)[\w-]{0,30}"
        + $@"(?:{Quote}\s{{0,3}}(?::|%3[aA])\s{{0,3}}{Quote}?|\s{{0,3}}=\s{{0,3}}{Quote}?|\s{{0,3}}:\s{{0,3}}(?=[^\s""'&,;<>]{{0,300}}\d)))"
        + @"(?!\*\*\*)[^\s""'\\&,;<>{}\[\]]{4,}")]
    private static partial Regex Named();

    [GeneratedRegex(@"(?<![\w-])eyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?")]
    private static partial Regex WebToken();
}
