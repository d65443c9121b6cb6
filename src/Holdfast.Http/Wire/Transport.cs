using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.Options;

namespace Holdfast.Http;

/// <summary>Owns the connections, and puts one hop on the wire with a jar's cookies and the browser's headers.</summary>
/// <remarks>Connections are shared by all generations; cookies never are.</remarks>
internal sealed class Transport : IDisposable
{
    private readonly HttpMessageInvoker _wire;
    private readonly SocketsHttpHandler? _connections;
    private readonly SessionHttpOptions _options;
    private readonly Throttle _throttle;

    public Transport(IOptions<SessionHttpOptions> options, Throttle throttle, TimeProvider time)
    {
        Clock = new SiteClock(time);
        _options = options.Value;
        _throttle = throttle;
        CallSecrets.Tell(_options.BaseAddress?.OriginalString);
        _connections = _options.PrimaryHandler is null ? MakeHandler(_options) : null;
        _wire = _connections is null
            ? new HttpMessageInvoker(_options.PrimaryHandler!, disposeHandler: false)
            : new HttpMessageInvoker(_connections, disposeHandler: true);
    }

    /// <summary>The site's clock, as its answers tell it.</summary>
    public SiteClock Clock { get; }

    public void Dispose() => _wire.Dispose();

    private static SocketsHttpHandler MakeHandler(SessionHttpOptions options)
    {
        SocketsHttpHandler handler = new()
        {
            AutomaticDecompression = DecompressionMethods.All,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            ConnectTimeout = options.AttemptTimeout,

            // Kibibytes: a login of 60 cookies with 5 kB each may arrive in one answer.
#pragma warning disable CA2262 // It is meant to be a mebibyte.
            MaxResponseHeadersLength = 1024,
#pragma warning restore CA2262

            // Browsers hold non-ASCII cookies as UTF-8.
            RequestHeaderEncodingSelector = static (_, _) => Encoding.UTF8,
            ResponseHeaderEncodingSelector = static (_, _) => Encoding.UTF8,
        };
        LocalTraffic.KeepLocal();
        options.ConfigureHandler?.Invoke(handler);
        TellPasswords(handler);
        handler.UseCookies = false;
        handler.AllowAutoRedirect = false;
        return handler;
    }

    /// <summary>The passwords for a proxy, and for the site itself.</summary>
    private static void TellPasswords(SocketsHttpHandler handler)
    {
        foreach (ICredentials? credentials in new[] { handler.Credentials, handler.DefaultProxyCredentials, handler.Proxy?.Credentials })
        {
            if (credentials is NetworkCredential { Password.Length: > 0 } known)
            {
                KnownSecrets.Add("password of a connection", known.Password);
            }
        }

        foreach (string name in new[] { "http_proxy", "https_proxy", "all_proxy" })
        {
            CallSecrets.Tell(Environment.GetEnvironmentVariable(name));
            CallSecrets.Tell(Environment.GetEnvironmentVariable(name.ToUpperInvariant()));
        }
    }

    /// <summary>Asks for an address without any cookie, and takes every answer for a good one. The throttle is told when it asks for a
    /// pause.</summary>
    /// <exception cref="HttpRequestException">Nobody answers there, or its endpoint asked for a pause.</exception>
    /// <exception cref="SessionSetupException">The proxy on the way does not let us through.</exception>
    /// <exception cref="AnswerRefusedException">The site has another name of its own, to which it sends everybody.</exception>
    public async Task ReachAsync(Uri address, CancellationToken cancellationToken)
    {
        using HttpRequestMessage message = new(HttpMethod.Head, address);
        Sending sending = _throttle.Send(_throttle.Of(message));
        HttpResponseMessage answer;
        try
        {
            answer = await _wire.SendAsync(message, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException exception) when (exception.StatusCode == HttpStatusCode.ProxyAuthenticationRequired)
        {
            if (NeverArrived(exception))
            {
                Throttle.TakeBack(sending);
            }

            throw ProxyRefuses(address);
        }
        catch (HttpRequestException exception) when (NeverArrived(exception))
        {
            TakeBack(sending, address, exception);
            throw;
        }

        using HttpResponseMessage response = answer;
        if (response.StatusCode == HttpStatusCode.ProxyAuthenticationRequired)
        {
            throw ProxyRefuses(address);
        }

        response.RequestMessage = message;
        NoteTime(response, address);
        if (PauseSigns.IsPlain(response))
        {
            _throttle.Answered(sending, response);
        }

        if (Redirects.Target(response, address) is { } target && Redirects.IsOtherName(address, target))
        {
            string name = target.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);
            throw new AnswerRefusedException(
                $"The site sends everybody on to {name}, another origin than {nameof(SessionHttpOptions.BaseAddress)}. "
                + $"Set {nameof(SessionHttpOptions.BaseAddress)} to {name}",
                response.StatusCode);
        }
    }

    /// <summary>Sends one hop, keeps its cookies, and reads its body to the end. The throttle is told of it, and of its answer.</summary>
    /// <param name="hop">What is sent.</param>
    /// <param name="jar">Whose cookies go with it.</param>
    /// <param name="extra">Further headers.</param>
    /// <param name="isHooks">True when a hook asks, and no call of an action's.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="EndpointHeldException">Its endpoint asked for a pause: nothing was sent.</exception>
    public async Task<HttpResponseMessage> ExchangeAsync(
        Hop hop, CookieJar jar, IEnumerable<(string Name, string Value)> extra, bool isHooks, CancellationToken cancellationToken)
    {
        // Not disposed: the body is the caller's, and may be sent again.
#pragma warning disable CA2000
        HttpRequestMessage message = HopMessage.Of(hop, jar, extra);
#pragma warning restore CA2000
        cancellationToken.ThrowIfCancellationRequested();
        Sending sending = _throttle.Send(EndpointOf(hop));
        HttpResponseMessage response;
        try
        {
            response = await _wire.SendAsync(message, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException exception) when (NeverArrived(exception))
        {
            TakeBack(sending, hop.Uri, exception);
            throw;
        }

        try
        {
            int changes = 0;
            if (response.Headers.NonValidated.TryGetValues("Set-Cookie", out HeaderStringValues lines))
            {
                foreach (string line in lines)
                {
                    changes += jar.Absorb(hop.Uri, line, isHooks) ? 1 : 0;
                }
            }

            if (Redirects.Target(response, hop.Uri) is { } target)
            {
                jar.Secrets.PutAddress(target, isRedirect: true);
            }

            // What the caller can see and log of the request has no secrets in it.
            response.RequestMessage = new HttpRequestMessage(hop.Method, hop.Uri);
            OwnAnswer.Note(response, hop, changes);
            NoteTime(response, hop.Uri);
            bool asksPlainly = PauseSigns.IsPlain(response);
            if (asksPlainly)
            {
                // It holds, even if the body does not arrive whole.
                _throttle.Answered(sending, response);
            }

            await LoadAsync(response, hop, cancellationToken).ConfigureAwait(false);
            if (!asksPlainly)
            {
                _throttle.Answered(sending, response);
            }

            if (!response.IsSuccessStatusCode)
            {
                await BodySecrets.LearnAsync(response, jar).ConfigureAwait(false);
            }

            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    /// <summary>What another origin says is another clock's time.</summary>
    private void NoteTime(HttpResponseMessage response, Uri address)
    {
        if (Uri.Compare(address, _options.BaseAddress, UriComponents.SchemeAndServer, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) == 0)
        {
            Clock.Note(response);
        }
    }

    private async Task LoadAsync(HttpResponseMessage response, Hop hop, CancellationToken cancellationToken)
    {
        try
        {
            await response.Content.LoadIntoBufferAsync(_options.MaxResponseBytes, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException exception) when (exception.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
        {
            string address = hop.Uri.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);
            throw new HttpRequestException(
                exception.HttpRequestError,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The answer of {address} is larger than {_options.MaxResponseBytes} bytes, the most that is accepted: "
                    + $"raise SessionHttpOptions.{nameof(SessionHttpOptions.MaxResponseBytes)} where such answers are to be expected."),
                exception);
        }
    }

    /// <summary>The endpoint that a hop calls.</summary>
    public Endpoint EndpointOf(Hop hop)
    {
        if (hop.Uri == hop.Request.RequestUri)
        {
            return _throttle.Of(hop.Request);
        }

        using HttpRequestMessage redirected = new(hop.Method, hop.Uri);
        return _throttle.Of(redirected);
    }

    /// <summary>Waits until a hop may be sent.</summary>
    public Task FreeAsync(Hop hop, CancellationToken cancellationToken) => _throttle.FreeAsync(EndpointOf(hop), cancellationToken);

    /// <summary>What never arrived counts for no pace.</summary>
    /// <exception cref="HttpRequestException">It was to go by way of a proxy: the failure names it.</exception>
    private void TakeBack(Sending sending, Uri address, HttpRequestException failure)
    {
        Throttle.TakeBack(sending);
        if (ProxyTo(address) is { } proxy)
        {
            throw new HttpRequestException(
                failure.HttpRequestError, $"{failure.Message.TrimEnd('.', '"')}, by way of the proxy {proxy}", failure, failure.StatusCode);
        }
    }

    /// <summary>Scheme, host and port of the proxy that is asked for an address; null for none.</summary>
    private string? ProxyTo(Uri address) =>
        _connections is { UseProxy: true } && (_connections.Proxy ?? HttpClient.DefaultProxy) is var proxies
        && !proxies.IsBypassed(address) && proxies.GetProxy(address) is { } proxy
            ? $"{proxy.Scheme}://{proxy.Authority}"
            : null;

    private SessionSetupException ProxyRefuses(Uri address) => new(
        $"The proxy {ProxyTo(address)} wants a name and a password, or refuses those that it was given (HTTP 407). "
        + "Set them in the variable that names it, as http://NAME:PASSWORD@HOST:PORT.")
    {
        Fault = SessionSetupFault.ProxyRefuses,
    };

    private static bool NeverArrived(HttpRequestException exception) => exception.HttpRequestError is HttpRequestError.NameResolutionError
        or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError;
}
