using System.Net.Http.Headers;

namespace Holdfast.Http;

/// <summary>Where an answer sends us, and as what. Pure; follows what browsers do.</summary>
internal static class Redirects
{
    /// <summary>The address that a redirect names.</summary>
    /// <returns>Null when the answer is no redirect, or names no address that could be called.</returns>
    public static Uri? Target(HttpResponseMessage response, Uri from)
    {
        if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308)
            || !response.Headers.NonValidated.TryGetValues("Location", out HeaderStringValues values)
            || !Uri.TryCreate(from, values.First(), out Uri? target)
            || target.Scheme is not ("http" or "https"))
        {
            return null;
        }

        return target;
    }

    /// <summary>The next hop.</summary>
    /// <returns>Null for a step from TLS to clear text, which is not followed.</returns>
    public static Hop? Next(Hop hop, HttpResponseMessage response, Uri target)
    {
        if (hop.Uri.Scheme == Uri.UriSchemeHttps && target.Scheme != Uri.UriSchemeHttps)
        {
            return null;
        }

        bool becomesGet = (int)response.StatusCode switch
        {
            301 or 302 => hop.Method == HttpMethod.Post,
            303 => hop.Method != HttpMethod.Get && hop.Method != HttpMethod.Head,
            _ => false,
        };
        return becomesGet
            ? hop with { Uri = target, Method = HttpMethod.Get, HasBody = false }
            : hop with { Uri = target };
    }

    /// <summary>True for the step of a site from clear text to TLS, each at its own port.</summary>
    public static bool IsUpgrade(Uri from, Uri target) =>
        from.Scheme == Uri.UriSchemeHttp && target.Scheme == Uri.UriSchemeHttps && from.IsDefaultPort && target.IsDefaultPort
        && string.Equals(from.IdnHost, target.IdnHost, StringComparison.OrdinalIgnoreCase);

    /// <summary>True when the two hosts are names of one site, one with <c>www.</c> before it.</summary>
    public static bool IsOtherName(Uri from, Uri target) =>
        string.Equals($"www.{from.IdnHost}", target.IdnHost, StringComparison.OrdinalIgnoreCase)
        || string.Equals(from.IdnHost, $"www.{target.IdnHost}", StringComparison.OrdinalIgnoreCase);

    public static bool SameOrigin(Uri one, Uri other) =>
        Uri.Compare(one, other, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0;
}
