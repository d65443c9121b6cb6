using System.Globalization;
using Microsoft.Extensions.Options;

namespace Holdfast.Http;

/// <summary>The innermost handler: each hop on the wire is admitted by the generation's gate and ends with it.</summary>
/// <remarks>It is below the retry, so that a stray retry of a dead generation is a local throw and never a call.</remarks>
internal sealed class SessionHandler(Transport transport, LogoutSigns signs, IOptions<SessionHttpOptions> options) : HttpMessageHandler
{
    private readonly SessionHttpOptions _options = options.Value;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        LeasedCall call = LeasedCall.Of(request);
        if (request.Content is { } content)
        {
            // Into memory, because a redirect, a retry or a new token sends it again.
            await content.LoadIntoBufferAsync(cancellationToken).ConfigureAwait(false);
        }

        Hop hop = Hop.First(request);
        for (int followed = 0; ;)
        {
            HttpResponseMessage response;
            try
            {
                response = await call.Generation.Lease.GuardCoreAsync(
                    (Handler: this, Transport: transport, Hop: hop, Call: call),
                    static (to, admission) =>
                    {
                        to.Call.SentAt = to.Call.Generation.Jar.CallVersion;
                        return new ValueTask<HttpResponseMessage>(to.Transport.ExchangeAsync(
                            to.Hop, to.Call.Generation.Jar, to.Handler.Extra(to.Hop, to.Call, admission), isHooks: false, admission.CancellationToken));
                    },
                    classify: null,
                    cancellationToken).ConfigureAwait(false);
            }
            catch (EndpointHeldException) when (followed > 0 && !RetryPolicy.MayRepeat(hop.Request, _options))
            {
                // The throttle has given the first hop its turn; a redirect may lead to an endpoint that asked for a pause. What may be repeated goes back to
                // the throttle then, and begins anew when the pause is over; what goes once waits here, as long as the attempt may take.
                await transport.FreeAsync(hop, cancellationToken).ConfigureAwait(false);
                continue;
            }

            Uri? target = Redirects.Target(response, hop.Uri);
            if (target is null || followed == _options.MaxRedirects || signs.IsLoginPage(target) || signs.LeadsAway(hop.Uri, target)
                || Redirects.Next(hop, response, target) is not { } next)
            {
                return response;
            }

            response.Dispose();
            hop = next;
            followed++;
        }
    }

    private List<(string Name, string Value)> Extra(Hop hop, LeasedCall call, Admission admission)
    {
        List<(string, string)> extra = [];
        if (call.CsrfToken is { } token && (call.SendsTokenWithReads || !HttpMethods.IsSafe(hop.Method)) && signs.IsHome(hop.Uri))
        {
            extra.Add((_options.CsrfHeader, token));
        }

        if (_options.StampRequests)
        {
            extra.Add(("Holdfast-Generation", admission.Generation.ToString(CultureInfo.InvariantCulture)));
            extra.Add(("Holdfast-Sequence", admission.Sequence.ToString(CultureInfo.InvariantCulture)));
        }

        return extra;
    }
}
