using System.Net.Http.Headers;

namespace Holdfast.Http;

/// <summary>What goes on the wire for one hop: the caller's request with the jar's cookies and the browser's headers, and to another origin nothing that says
/// who asks.</summary>
internal static class HopMessage
{
    private static readonly HashSet<string> s_ours = new(["Cookie", "User-Agent", "Accept-Language"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Makes the message of a hop, and tells the jar what in it is secret.</summary>
    public static HttpRequestMessage Of(Hop hop, CookieJar jar, IEnumerable<(string Name, string Value)> extra)
    {
        HttpRequestMessage message = new(hop.Method, hop.Uri)
        {
            Version = hop.Request.Version,
            VersionPolicy = hop.Request.VersionPolicy,
#pragma warning disable CA2000 // The message owns it.
            Content = hop.HasBody ? hop.Request.Content : EmptyContent(hop.Method),
#pragma warning restore CA2000
        };
        jar.Secrets.PutAddress(hop.Uri, isRedirect: !hop.IsRequestItself);
        foreach (KeyValuePair<string, HeaderStringValues> header in hop.Request.Headers.NonValidated)
        {
            jar.Secrets.PutHeader(header.Key, header.Value.ToString());
            if (!s_ours.Contains(header.Key) && (hop.AtOrigin || MayTravel(header.Key)))
            {
                message.Headers.TryAddWithoutValidation(header.Key, header.Value);
            }
        }

        foreach (KeyValuePair<string, object?> option in hop.Request.Options)
        {
            ((IDictionary<string, object?>)message.Options)[option.Key] = option.Value;
        }

        Set(message, "Cookie", jar.HeaderFor(hop.Uri));
        Set(message, "User-Agent", jar.UserAgent);
        Set(message, "Accept-Language", jar.AcceptLanguage);
        foreach ((string name, string value) in extra)
        {
            Set(message, name, value);
        }

        return message;
    }

    /// <summary>A connection that the site closes without an answer makes .NET send a request without content again, whatever its method. With
    /// an empty one it does not, and the wire looks the same.</summary>
    private static ByteArrayContent? EmptyContent(HttpMethod method) => HttpMethods.IsIdempotent(method) ? null : new ByteArrayContent([]);

    private static void Set(HttpRequestMessage message, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            // Without validation: nothing is re-encoded or refused.
            message.Headers.Remove(name);
            message.Headers.TryAddWithoutValidation(name, value);
        }
    }

    /// <summary>To another origin go only headers that say what is wanted, never ones that could say who asks.</summary>
    private static bool MayTravel(string name) =>
        name.StartsWith("Accept", StringComparison.OrdinalIgnoreCase)
        || name.Equals("Range", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("If-", StringComparison.OrdinalIgnoreCase)
        || name.Equals("Cache-Control", StringComparison.OrdinalIgnoreCase)
        || name.Equals("traceparent", StringComparison.OrdinalIgnoreCase);
}
