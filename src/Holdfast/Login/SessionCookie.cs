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
    /// <summary>Name, domain and path, without the value.</summary>
    /// <returns>A text that is safe to log.</returns>
    public override string ToString() => $"{Name} ({Domain}{Path})";
}
