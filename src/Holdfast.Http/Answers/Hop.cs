namespace Holdfast.Http;

/// <summary>One request on the wire: the caller's request, or a redirect of it.</summary>
/// <param name="Request">The caller's request. It is never changed, so that it can be sent again.</param>
/// <param name="Method">The method of this hop.</param>
/// <param name="Uri">The address of this hop.</param>
/// <param name="HasBody">False once a redirect made it a GET.</param>
internal sealed record Hop(HttpRequestMessage Request, HttpMethod Method, Uri Uri, bool HasBody)
{
    public static Hop First(HttpRequestMessage request) =>
        new(request, request.Method, request.RequestUri!, request.Content is not null);

    /// <summary>True for the request itself; false where a redirect led elsewhere, or made another request of it.</summary>
    public bool IsRequestItself => Method == Request.Method && Uri == Request.RequestUri;

    /// <summary>True when the caller's own secrets may go along: same scheme, host and port.</summary>
    public bool AtOrigin => Redirects.SameOrigin(Uri, Request.RequestUri!);
}
