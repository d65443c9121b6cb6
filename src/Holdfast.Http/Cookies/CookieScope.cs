using System.Net;

namespace Holdfast.Http;

/// <summary>Which cookie belongs to which address (RFC 6265, section 5.1). Pure.</summary>
internal static class CookieScope
{
    /// <summary>The host as cookies know it: lower case, ASCII, an IPv6 address without brackets.</summary>
    public static string Host(Uri uri) => Canonical(uri.IdnHost);

    public static string Canonical(string host) => host.Trim('[', ']').ToLowerInvariant();

    /// <summary>True for TLS and for this machine, which browsers trust as much.</summary>
    public static bool IsSecure(Uri uri) =>
        uri.Scheme == Uri.UriSchemeHttps || IsLoopback(Host(uri));

    public static bool IsLoopback(string host) =>
        host == "localhost"
        || host.EndsWith(".localhost", StringComparison.Ordinal)
        || (IPAddress.TryParse(host, out IPAddress? address) && IPAddress.IsLoopback(address));

    /// <summary>True when <paramref name="host"/> is <paramref name="domain"/> or, unless it is an IP address, below it.</summary>
    public static bool DomainMatches(string host, string domain) =>
        host == domain
        || (host.Length > domain.Length
            && host.EndsWith(domain, StringComparison.Ordinal)
            && host[host.Length - domain.Length - 1] == '.'
            && !IPAddress.TryParse(host, out _));

    public static bool PathMatches(string requestPath, string cookiePath) =>
        requestPath.StartsWith(cookiePath, StringComparison.Ordinal)
        && (requestPath.Length == cookiePath.Length || cookiePath.EndsWith('/') || requestPath[cookiePath.Length] == '/');

    /// <summary>The directory of the address, for a cookie that names no path.</summary>
    public static string DefaultPath(Uri uri)
    {
        string path = uri.AbsolutePath;
        int last = path.LastIndexOf('/');
        return last <= 0 ? "/" : path[..last];
    }
}
