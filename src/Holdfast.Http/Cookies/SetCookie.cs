using System.Globalization;

namespace Holdfast.Http;

/// <summary>One <c>Set-Cookie</c> line, read as browsers read it (RFC 6265bis, section 5.6). The value is a secret.</summary>
/// <remarks>
/// The framework's own parser refuses commas, JSON and long values, so that a site's login silently loses half of its cookies. Here the
/// value is everything up to the first semicolon, quotes included.
/// </remarks>
internal sealed record SetCookie(
    string Name,
    string Value,
    string? Domain,
    string? Path,
    DateTimeOffset? Expires,
    TimeSpan? MaxAge,
    bool Secure,
    bool HttpOnly,
    string? SameSite)
{
    /// <summary>Kept apart for each top-level site.</summary>
    public bool Partitioned { get; init; }

    /// <summary><c>Low</c>, <c>Medium</c> or <c>High</c>; null when the site did not say.</summary>
    public string? Priority { get; init; }

    /// <summary>Reads one line.</summary>
    /// <returns>Null for what a browser ignores: control characters, or neither name nor value.</returns>
    public static SetCookie? Parse(string line)
    {
        foreach (char c in line)
        {
            if (c != '\t' && char.IsControl(c))
            {
                return null;
            }
        }

        ReadOnlySpan<char> rest = line;
        ReadOnlySpan<char> pair = Take(ref rest);
        int equals = pair.IndexOf('=');
        string name = equals < 0 ? "" : pair[..equals].Trim(" \t").ToString();
        string value = pair[(equals + 1)..].Trim(" \t").ToString();
        if (name.Length == 0 && value.Length == 0)
        {
            return null;
        }

        SetCookie cookie = new(name, value, null, null, null, null, false, false, null);
        while (rest.Length > 0)
        {
            ReadOnlySpan<char> attribute = Take(ref rest);
            int at = attribute.IndexOf('=');
            string key = (at < 0 ? attribute : attribute[..at]).Trim(" \t").ToString();
            string text = at < 0 ? "" : attribute[(at + 1)..].Trim(" \t").ToString();
            cookie = cookie.With(key, text);
        }

        return cookie;
    }

    public override string ToString() => $"{Name} ({Domain}{Path})";

    private static ReadOnlySpan<char> Take(ref ReadOnlySpan<char> rest)
    {
        int end = rest.IndexOf(';');
        ReadOnlySpan<char> part = end < 0 ? rest : rest[..end];
        rest = end < 0 ? [] : rest[(end + 1)..];
        return part;
    }

    private SetCookie With(string key, string text) => key.ToUpperInvariant() switch
    {
        "EXPIRES" when CookieDate.TryParse(text, out DateTimeOffset date) => this with { Expires = date },
        "MAX-AGE" when TryMaxAge(text, out TimeSpan age) => this with { MaxAge = age },
        "DOMAIN" when text.TrimStart('.').Length > 0 => this with { Domain = text },
        "DOMAIN" => this with { Domain = null },
        "PATH" => this with { Path = text.StartsWith('/') ? text : null },
        "SECURE" => this with { Secure = true },
        "HTTPONLY" => this with { HttpOnly = true },
        "SAMESITE" => this with
        {
            SameSite = text.ToUpperInvariant() switch { "STRICT" => "Strict", "LAX" => "Lax", "NONE" => "None", _ => null },
        },
        "PARTITIONED" => this with { Partitioned = true },
        "PRIORITY" => this with
        {
            Priority = text.ToUpperInvariant() switch { "LOW" => "Low", "MEDIUM" => "Medium", "HIGH" => "High", _ => null },
        },
        _ => this,
    };

    private static bool TryMaxAge(string text, out TimeSpan age)
    {
        age = TimeSpan.Zero;
        ReadOnlySpan<char> digits = text.StartsWith('-') ? text.AsSpan(1) : text;
        if (digits.Length == 0 || digits.ContainsAnyExceptInRange('0', '9'))
        {
            return false;
        }

        // Longer than any date can hold is "for ever"; browsers cap at 400 days, we at about 100 years.
        double seconds = double.Parse(text, CultureInfo.InvariantCulture);
        age = TimeSpan.FromSeconds(Math.Clamp(seconds, 0, 3_200_000_000d));
        return true;
    }
}
