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
        foreach (string? line in header)
        {
            foreach (Range range in line.AsSpan().Split(';'))
            {
                ReadOnlySpan<char> item = line.AsSpan(range).TrimStart(' ');
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
        Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> lookup = expected.GetAlternateLookup<ReadOnlySpan<char>>();
        int found = 0;
        foreach (string? line in header)
        {
            foreach (Range range in line.AsSpan().Split(';'))
            {
                ReadOnlySpan<char> item = line.AsSpan(range).TrimStart(' ');
                int at = item.IndexOf('=');
                if (at > 0 && lookup.TryGetValue(item[..at], out string? value) && item[(at + 1)..].SequenceEqual(value))
                {
                    found++;
                }
            }
        }

        return found == expected.Count;
    }
}
