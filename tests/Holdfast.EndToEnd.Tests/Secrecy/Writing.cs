using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Holdfast.EndToEnd.Tests.Secrecy;

/// <summary>The ways in which a text can hold a secret. Told apart from the library's own list on purpose.</summary>
internal static class Writing
{
    private static readonly JsonSerializerOptions s_relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Each way to write it. The first is plain.</summary>
    public static IReadOnlyList<Func<string, string>> Ways { get; } =
    [
        secret => secret,
        secret => Base64(secret),
        secret => Base64($"u:{secret}"),
        secret => Base64($"mary:{secret}"),
        secret => Base64(secret).Replace('+', '-').Replace('/', '_').TrimEnd('='),
        Uri.EscapeDataString,
        secret => Small(Uri.EscapeDataString(secret)),
        WebUtility.UrlEncode,
        secret => JsonSerializer.Serialize(secret)[1..^1],
        secret => JsonSerializer.Serialize(secret, s_relaxed)[1..^1],
        secret => string.Concat(secret.Select(letter => $"\\u{(int)letter:x4}")),
        WebUtility.HtmlEncode,
    ];

    /// <summary>What a file must not hold: each way, of base64 only the characters that depend on nothing else.</summary>
    public static IEnumerable<string> Needles(string secret)
    {
        foreach (Func<string, string> write in Ways)
        {
            yield return write(secret);
        }

        int bytes = Encoding.UTF8.GetByteCount(secret);
        for (int before = 0; before < 3; before++)
        {
            string text = Base64(new string('x', before) + secret);
            yield return text[(((before * 8) + 5) / 6)..((before + bytes) * 8 / 6)];
        }
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static string Small(string escaped)
    {
        StringBuilder small = new(escaped);
        for (int i = 0; i + 2 < small.Length; i++)
        {
            if (small[i] == '%')
            {
                small[i + 1] = char.ToLowerInvariant(small[i + 1]);
                small[i + 2] = char.ToLowerInvariant(small[i + 2]);
            }
        }

        return small.ToString();
    }
}
