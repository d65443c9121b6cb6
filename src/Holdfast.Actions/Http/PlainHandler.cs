namespace Holdfast.Actions;

/// <summary>Serves the user's hooks: cookies, headers and redirects as for any call, but no guard, no retry and no suspicion, which would
/// ask themselves.</summary>
internal sealed class PlainHandler(
    Transport transport, CookieJar jar, SessionHttpOptions options, LogoutSigns signs, CancellationToken lost) : HttpMessageHandler
{
    private string? _sign;

    /// <summary>The first thing in an answer that looked logged out; null when nothing did.</summary>
    public string? Sign => Volatile.Read(ref _sign);

    public HttpClient CreateClient() =>
        new(this, disposeHandler: false) { BaseAddress = options.BaseAddress, Timeout = options.AttemptTimeout };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using CancellationTokenSource linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lost);
        linked.Token.ThrowIfCancellationRequested();
        Hop hop = Hop.First(request);
        for (int followed = 0; ; followed++)
        {
            HttpResponseMessage response = await transport.ExchangeAsync(hop, jar, [], linked.Token).ConfigureAwait(false);
            Uri? target = Redirects.Target(response, hop.Uri);
            if (target is not null && !signs.IsLoginPage(target) && followed < options.MaxRedirects
                && Redirects.Next(hop, response, target) is { } next)
            {
                response.Dispose();
                hop = next;
                continue;
            }

            Interlocked.CompareExchange(ref _sign, Judge(new ApiAnswer(response, hop.Uri, target)), null);
            return response;
        }
    }

    private string? Judge(ApiAnswer answer)
    {
        try
        {
            return signs.Find(answer, proof: null, jar);
        }
        catch (Exception)
        {
            // A predicate that was written for other answers. The hook has the word here; this is a second opinion.
            return null;
        }
    }
}
