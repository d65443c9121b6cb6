using System.Collections.Concurrent;

namespace Holdfast.App;

/// <summary>Blots known secrets out of text. Process wide, because a secret may turn up in anybody's message. Thread safe.</summary>
internal static class Redaction
{
    public const string Mask = "***";

    // Shorter values would blot out ordinary words and protect nothing.
    private const int ShortestSecret = 4;

    private static readonly ConcurrentDictionary<string, byte> Known = new(StringComparer.Ordinal);

    public static void Add(string secret)
    {
        if (secret.Trim().Length >= ShortestSecret)
        {
            Known.TryAdd(secret, 0);
            Known.TryAdd(Uri.EscapeDataString(secret), 0);
            Known.TryAdd(secret.Trim(), 0);
        }
    }

    public static string Apply(string text)
    {
        // Longest first: one secret may be part of another.
        foreach (string secret in Known.Keys.OrderByDescending(key => key.Length))
        {
            text = text.Replace(secret, Mask, StringComparison.Ordinal);
        }

        return text;
    }
}
