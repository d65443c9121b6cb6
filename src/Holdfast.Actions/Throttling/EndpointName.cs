using System.Text.RegularExpressions;

namespace Holdfast.Actions;

/// <summary>Names the endpoint of a call where the user does not: its host, and its path with a star for each segment that looks like a
/// value. Pure.</summary>
/// <remarks>What stays are words, such as <c>api</c>, <c>v2</c> and <c>get-user</c>. Numbers, dates, GUIDs, keys and whatever else is no word
/// go, and with them what a path may hold of secrets; so do query and fragment.</remarks>
internal static partial class EndpointName
{
    private const int LongestWord = 32;

    /// <summary>The name, such as <c>site.example/api/people/*/badges</c>.</summary>
    public static string Of(Uri uri) =>
        $"{uri.Authority}/{string.Join('/', uri.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Collapse))}";

    private static string Collapse(string segment)
    {
        // Some sites write the session's id behind a semicolon.
        int parameters = segment.IndexOf(';', StringComparison.Ordinal);
        string word = parameters < 0 ? segment : segment[..parameters];
        return word.Length <= LongestWord && Words().IsMatch(word) ? word : "*";
    }

    [GeneratedRegex(@"\A(?:v[0-9]{1,3}|[A-Za-z]+[0-9]?)(?:[-_.~](?:v[0-9]{1,3}|[A-Za-z]+[0-9]?))*\z")]
    private static partial Regex Words();
}
