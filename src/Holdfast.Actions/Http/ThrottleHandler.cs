using System.Net;
using Microsoft.Extensions.Options;

namespace Holdfast.Actions;

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
                using CallTurn turn = await throttle.AcquireAsync(throttle.Of(request), cancellationToken).ConfigureAwait(false);
                response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
            }
            catch (EndpointHeldException held)
            {
                // A pause began between its turn and the wire: nothing was sent.
                await throttle.FreeAsync(held.Endpoint, cancellationToken).ConfigureAwait(false);
                continue;
            }

            if (PauseSigns.Of(response) is not { } pause || throttle.Now + pause > deadline || !MaySendAgain(request, response))
            {
                return response;
            }

            using HttpRequestMessage asked = new(response.RequestMessage!.Method, response.RequestMessage.RequestUri);
            response.Dispose();

            // Not necessarily the request's own endpoint: a redirect may have led to another.
            await throttle.FreeAsync(throttle.Of(asked), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>A 429 was refused unseen. A 503 may come from a proxy whose server has done the work, and of a site's own way we know nothing:
    /// only repeatable requests go again.</summary>
    private bool MaySendAgain(HttpRequestMessage request, HttpResponseMessage response) =>
        response.StatusCode == HttpStatusCode.TooManyRequests || RetryPolicy.MayRepeat(request, _options);
}
