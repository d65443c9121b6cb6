using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Holdfast.EndToEnd.Tests;

/// <summary>A proxy on 127.0.0.1, as companies have them: it knows one site by a name that nobody else knows, refuses everything else, and may ask for a
/// name and a password.</summary>
internal sealed class ForwardProxy : IAsyncDisposable
{
    /// <summary>The site's address, known to the proxy only.</summary>
    public const string SiteUrl = "http://kinfolk.example/";

    private static readonly HashSet<string> s_ofOneConnection = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Keep-Alive", "Proxy-Authorization", "Proxy-Connection", "Transfer-Encoding",
    };

    private readonly WebApplication _app;
    private readonly HttpClient _client;
    private readonly Uri _site;
    private readonly string? _credentials;
    private readonly string? _unasked;

    private ForwardProxy(string site, string? credentials, string? unasked)
    {
        _site = new Uri(site);
        _unasked = unasked;
        _credentials = credentials;
#pragma warning disable CA2000 // The client owns it.
        _client = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, UseCookies = false });
#pragma warning restore CA2000
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.Run(ServeAsync);
    }

    /// <summary>Host and port.</summary>
    public string Address { get; private set; } = "";

    /// <summary>Every request: its address, who sent it, and whether it was let through.</summary>
    public ConcurrentQueue<(string Url, string Agent, bool Passed)> Requests { get; } = new();

    /// <summary>Starts a proxy for one site.</summary>
    /// <param name="site">Where the site really is.</param>
    /// <param name="credentials">Name and password with a colon between; null for a proxy that asks for none.</param>
    /// <param name="unasked">A method that it asks nobody for them.</param>
    public static async Task<ForwardProxy> StartAsync(string site, string? credentials = null, string? unasked = null)
    {
        ForwardProxy proxy = new(site, credentials, unasked);
        await proxy._app.StartAsync(TestContext.Current.CancellationToken);
        proxy.Address = new Uri(proxy._app.Urls.First()).Authority;
        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _client.Dispose();
    }

    private async Task ServeAsync(HttpContext context)
    {
        HttpRequest request = context.Request;
        string host = request.Host.Value ?? "";
        string url = $"http://{host}{request.Path}{request.QueryString}";
        bool known = host == new Uri(SiteUrl).Host && request.Method != "CONNECT";
        bool allowed = _credentials is null || request.Method == _unasked
            || request.Headers.ProxyAuthorization == "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(_credentials));
        Requests.Enqueue((string.Create(CultureInfo.InvariantCulture, $"{request.Method} {url}"), request.Headers.UserAgent.ToString(), known && allowed));
        if (!known)
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
        }
        else if (!allowed)
        {
            context.Response.StatusCode = StatusCodes.Status407ProxyAuthenticationRequired;
            context.Response.Headers.ProxyAuthenticate = "Basic realm=\"company\"";
        }
        else
        {
            await PassAsync(context);
        }
    }

    private async Task PassAsync(HttpContext context)
    {
        HttpRequest request = context.Request;
        using HttpRequestMessage message = new(new HttpMethod(request.Method), new Uri(_site, $"{request.Path}{request.QueryString}"));
        if (request.ContentLength > 0 || request.Headers.TransferEncoding.Count > 0)
        {
            message.Content = new StreamContent(request.Body);
        }

        foreach (KeyValuePair<string, Microsoft.Extensions.Primitives.StringValues> header in request.Headers)
        {
            if (!s_ofOneConnection.Contains(header.Key) && !message.Headers.TryAddWithoutValidation(header.Key, header.Value.ToArray()))
            {
                message.Content?.Headers.TryAddWithoutValidation(header.Key, header.Value.ToArray());
            }
        }

        using HttpResponseMessage answer = await _client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, context.RequestAborted);
        context.Response.StatusCode = (int)answer.StatusCode;
        Copy(answer.Headers, context.Response);
        Copy(answer.Content.Headers, context.Response);
        await answer.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }

    private static void Copy(HttpHeaders headers, HttpResponse response)
    {
        foreach (KeyValuePair<string, HeaderStringValues> header in headers.NonValidated)
        {
            if (!s_ofOneConnection.Contains(header.Key))
            {
                response.Headers.Append(header.Key, header.Value.ToArray());
            }
        }
    }
}
