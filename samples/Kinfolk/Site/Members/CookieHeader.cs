using Microsoft.Extensions.Primitives;

namespace Kinfolk.Site;

/// <summary>
/// Reads a request's Cookie header. By hand, because values with quotes and commas are legal in the wild and no framework
/// parser hands them through unchanged.
/// </summary>
internal static class CookieHeader
{
    public static string? Find(StringValues header, string name)
    {
        foreach (var line in header)
        {
            foreach (var range in line.AsSpan().Split(';'))
            {
                var item = line.AsSpan(range).TrimStart(' ');
                if (item.Length > name.Length && item[name.Length] == '=' && item.StartsWith(name, StringComparison.Ordinal))
                {
                    return item[(name.Length + 1)..].ToString();
                }
            }
        }

        return null;
    }

    /// <summary>True if every one of <paramref name="expected"/> is there with its exact value.</summary>
    public static bool HasAll(StringValues header, Dictionary<string, string> expected)
    {
        var lookup = expected.GetAlternateLookup<ReadOnlySpan<char>>();
        var found = 0;
        foreach (var line in header)
        {
            foreach (var range in line.AsSpan().Split(';'))
            {
                var item = line.AsSpan(range).TrimStart(' ');
                var at = item.IndexOf('=');
                if (at > 0 && lookup.TryGetValue(item[..at], out var value) && item[(at + 1)..].SequenceEqual(value))
                {
                    found++;
                }
            }
        }

        return found == expected.Count;
    }
}
