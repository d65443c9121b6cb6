using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Holdfast.Http;

/// <summary>An answer of the site, for predicates that judge the login. Its body is complete when a predicate sees it.</summary>
/// <remarks>Valid during the predicate only; not thread safe.</remarks>
public sealed class ApiAnswer
{
    private readonly HttpResponseMessage _response;
    private string? _text;

    internal ApiAnswer(HttpResponseMessage response, Uri uri, Uri? redirect)
    {
        _response = response;
        Uri = uri;
        Redirect = redirect;
    }

    /// <summary>The status code.</summary>
    public HttpStatusCode StatusCode => _response.StatusCode;

    /// <summary>The method of the request that was answered; <c>GET</c> after a redirect that made it one.</summary>
    public HttpMethod Method => _response.RequestMessage?.Method ?? HttpMethod.Get;

    /// <summary>The address that answered, after redirects.</summary>
    public Uri Uri { get; }

    /// <summary>Where the answer sends us, when it is a redirect that was not followed (to a login page); else null.</summary>
    public Uri? Redirect { get; }

    /// <summary>The headers of the answer.</summary>
    public HttpResponseHeaders Headers => _response.Headers;

    /// <summary>The headers of the body.</summary>
    public HttpContentHeaders ContentHeaders => _response.Content.Headers;

    /// <summary>True for a status code of 200 to 299.</summary>
    public bool IsSuccess => _response.IsSuccessStatusCode;

    /// <summary>The media type of the body, such as <c>text/html</c>, in lower case; empty when the site did not say.</summary>
    public string MediaType => ContentHeaders.ContentType?.MediaType?.ToLowerInvariant() ?? "";

    /// <summary>The body as text, decoded when first asked for.</summary>
    public string Text => _text ??= Read();

    private string Read()
    {
        // The body is in memory, so these tasks have ended.
        try
        {
            return _response.Content.ReadAsStringAsync().GetAwaiter().GetResult();
        }
        catch (InvalidOperationException)
        {
            // A character set that does not exist.
            return Encoding.Latin1.GetString(_response.Content.ReadAsByteArrayAsync().GetAwaiter().GetResult());
        }
    }
}
