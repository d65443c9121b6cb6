using System.Text.RegularExpressions;

namespace Holdfast.Http;

/// <summary>Names the endpoint of a call where the user does not: its host, and its path with a star for each segment that looks like a
/// value. Pure.</summary>
/// <remarks>What stays are words, such as <c>api</c>, <c>v2</c>, <c>get-user</c> and <c>getUserById</c>. Numbers, dates, GUIDs, keys and whatever
/// else is no word go, and with them what a path may hold of secrets; so do query and fragment. Letters alone may be a key as well: a word is
/// in small letters, in capitals, or in humps, each but the first of a capital and two small letters at least, or one of By, Id, In, Of,
/// On and To. A key in small letters cannot be told from a word.</remarks>
internal static partial class EndpointName
{
    private const int LongestWord = 32;
    private const string Word = "(?:v[0-9]{1,3}|(?:[A-Z]+|[A-Za-z]?[a-z]+(?:[A-Z][a-z]{2,}|By|Id|In|Of|On|To)*)[0-9]?)";

    /// <summary>The name, such as <c>site.example/api/people/*/badges</c>.</summary>
    public static string Of(Uri uri) =>
        $"{PrefixOf(uri.Authority)}{string.Join('/', uri.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Collapse))}";

    /// <summary>What the names of a host's endpoints begin with.</summary>
    /// <param name="host">The host, with its port if that is not the usual one.</param>
    public static string PrefixOf(string host) => host + '/';

    private static string Collapse(string segment)
    {
        // Some sites write the session's id behind a semicolon.
        int parameters = segment.IndexOf(';', StringComparison.Ordinal);
        string word = parameters < 0 ? segment : segment[..parameters];
        return word.Length <= LongestWord && Words().IsMatch(word) ? word : "*";
    }

    [GeneratedRegex($@"\A{Word}(?:[-_.~]{Word})*\z")]
    private static partial Regex Words();
}
