namespace Holdfast;

/// <summary>One cookie as the browser holds it. The value is a secret: <see cref="ToString"/> leaves it out.</summary>
/// <param name="Name">The name, as sent.</param>
/// <param name="Value">The value, as sent: commas, quotes, JSON and any length are kept.</param>
/// <param name="Domain">The host; with a leading dot when subdomains are included.</param>
/// <param name="Path">The path prefix.</param>
/// <param name="Secure">Sent over TLS only (and to loopback hosts).</param>
/// <param name="HttpOnly">Hidden from scripts.</param>
/// <param name="Expires">When it ends; null for a session cookie.</param>
/// <param name="SameSite"><c>Strict</c>, <c>Lax</c>, <c>None</c>, or null when the site did not say.</param>
public sealed record SessionCookie(
    string Name, string Value, string Domain, string Path, bool Secure, bool HttpOnly, DateTimeOffset? Expires, string? SameSite)
{
    /// <summary>The top-level site that a partitioned cookie belongs to; null (the default) for one that is not partitioned.</summary>
    public CookiePartition? Partition { get; init; }

    /// <summary><c>Low</c>, <c>Medium</c> or <c>High</c>: which cookies of a host the browser gives up first when they are too many. Null (the default) when
    /// nobody said.</summary>
    public string? Priority { get; init; }

    /// <summary><c>Secure</c>, <c>NonSecure</c> or <c>Unset</c>: how the site that set it was spoken to. Null (the default) when that is not known.</summary>
    public string? SourceScheme { get; init; }

    /// <summary>The port that the site which set it was spoken to at; -1 when the browser does not say. Null (the default) when that is not known.</summary>
    public int? SourcePort { get; init; }

    /// <summary>Name, domain and path, without the value.</summary>
    /// <returns>A text that is safe to log.</returns>
    public override string ToString() => $"{Name} ({Domain}{Path})";
}
