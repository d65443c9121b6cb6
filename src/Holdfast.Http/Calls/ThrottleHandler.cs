using System.Net;
using Microsoft.Extensions.Options;

namespace Holdfast.Http;

/// <summary>Gives each attempt of a call its turn, and waits out the pauses that the site asks for.</summary>
/// <remarks>Within the retry: an attempt after a failure waits as well, and a pause is no failure. Not guarded: a waiting call is not in
/// flight, and ends when its lease is lost.</remarks>
internal sealed class ThrottleHandler(IOptions<SessionHttpOptions> options, Throttle throttle) : DelegatingHandler
{
    private readonly SessionHttpOptions _options = options.Value;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        LeasedCall call = LeasedCall.Of(request);
        TimeSpan deadline = call.WaitsUntil ??= throttle.Now + _options.MaxThrottleWait;
        while (true)
        {
            HttpResponseMessage response;
            try
            {
                using CallTurn turn = await TurnAsync(call, request, cancellationToken).ConfigureAwait(false);
                response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
            }
            catch (EndpointHeldException held)
            {
                // A pause began between its turn and the wire, so that nothing was sent; or it may be repeated, and was led to what is held.
                await FreeAsync(call, held.Endpoint, cancellationToken).ConfigureAwait(false);
                continue;
            }

            if (PauseSigns.Of(response) is not { } pause || throttle.Now + pause > deadline || !MaySendAgain(request, response))
            {
                return response;
            }

            using HttpRequestMessage asked = new(response.RequestMessage!.Method, response.RequestMessage.RequestUri);
            response.Dispose();

            // Not necessarily the request's own endpoint: a redirect may have led to another.
            await FreeAsync(call, throttle.Of(asked), cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<CallTurn> TurnAsync(LeasedCall call, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using IDisposable? wait = call.Deadline?.BeginWait();
        return await throttle.AcquireAsync(throttle.Of(request), cancellationToken).ConfigureAwait(false);
    }

    private async Task FreeAsync(LeasedCall call, Endpoint endpoint, CancellationToken cancellationToken)
    {
        using IDisposable? wait = call.Deadline?.BeginWait();
        await throttle.FreeAsync(endpoint, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A request whose own answer is 429 was refused unseen. A 503 may come from a proxy whose server has done the work, of a site's own
    /// way we know nothing, and what a redirect led to was refused after the request itself was not: only repeatable requests go again.</summary>
    private bool MaySendAgain(HttpRequestMessage request, HttpResponseMessage response) =>
        (response.StatusCode == HttpStatusCode.TooManyRequests && OwnAnswer.Is(response)) || RetryPolicy.MayRepeat(request, _options);
}
