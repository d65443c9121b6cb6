namespace Holdfast.Http;

/// <summary>Serves the user's hooks: cookies, headers and redirects as for any call, but no guard, no retry and no suspicion, which would
/// ask themselves. A hook does not wait for pauses, because its deadlines know nothing of them: who called it does, and calls it again.</summary>
internal sealed class PlainHandler(
    Transport transport, CookieJar jar, SessionHttpOptions options, LogoutSigns signs, Throttle throttle, CancellationToken lost) : HttpMessageHandler
{
    private string? _sign;
    private Endpoint? _paused;
    private int _failure;

    /// <summary>The first thing in an answer that looked logged out; null when nothing did.</summary>
    public string? Sign => Volatile.Read(ref _sign);

    /// <summary>The last answer's status with which the site said that it fails (5xx, 408); null when it did not.</summary>
    public int? Failure => Volatile.Read(ref _failure) is var status and not 0 ? status : null;

    /// <summary>How much is left of the pause that the hook met: its call was not sent, or was answered with it. Zero when it is over
    /// meanwhile; null when it met none.</summary>
    public TimeSpan? PauseLeft => Volatile.Read(ref _paused) is { } endpoint ? throttle.HeldFor(endpoint) : null;

    /// <summary>What asked for that pause; null when nothing did.</summary>
    public string? Paused => Volatile.Read(ref _paused)?.Name;

    public HttpClient CreateClient() =>
        new(this, disposeHandler: false) { BaseAddress = options.BaseAddress, Timeout = options.AttemptTimeout };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using CancellationTokenSource linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lost);
        linked.Token.ThrowIfCancellationRequested();
        Hop hop = Hop.First(request);
        for (int followed = 0; ; followed++)
        {
            HttpResponseMessage response = await ExchangeAsync(hop, linked.Token).ConfigureAwait(false);
            Uri? target = Redirects.Target(response, hop.Uri);
            if (target is not null && !signs.IsLoginPage(target) && !signs.LeadsAway(hop.Uri, target) && followed < options.MaxRedirects
                && Redirects.Next(hop, response, target) is { } next)
            {
                response.Dispose();
                hop = next;
                continue;
            }

            int status = (int)response.StatusCode;
            Volatile.Write(ref _failure, status is >= 500 or 408 ? status : 0);
            Interlocked.CompareExchange(ref _sign, Judge(new ApiAnswer(response, hop.Uri, target)), null);
            return response;
        }
    }

    private async Task<HttpResponseMessage> ExchangeAsync(Hop hop, CancellationToken cancellationToken)
    {
        try
        {
            HttpResponseMessage response = await transport.ExchangeAsync(hop, jar, [], isHooks: true, cancellationToken).ConfigureAwait(false);
            await BodySecrets.LearnAsync(response, jar).ConfigureAwait(false);
            if (PauseSigns.Of(response) is not null)
            {
                Volatile.Write(ref _paused, transport.EndpointOf(hop));
            }

            return response;
        }
        catch (EndpointHeldException held)
        {
            Volatile.Write(ref _paused, held.Endpoint);
            throw;
        }
    }

    private string? Judge(ApiAnswer answer)
    {
        try
        {
            return signs.Find(answer, ProofVerdict.NotAsked, jar);
        }
        catch (Exception)
        {
            // A predicate that was written for other answers. The hook has the word here; this is a second opinion.
            return null;
        }
    }
}
