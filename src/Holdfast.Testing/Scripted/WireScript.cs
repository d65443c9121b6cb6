using System.Net;

namespace Holdfast.Testing;

/// <summary>The wire between a run and its site: counts calls on both ways.</summary>
internal sealed class WireScript(HttpMessageHandler site, MomentScript moments) : DelegatingHandler(site)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // Only admitted calls are stamped. The rest: hooks, and the engine's question whether the site is there at all.
        if (!request.Headers.Contains("Holdfast-Sequence"))
        {
#pragma warning disable CA2000 // The caller disposes the answer.
            return request.Method == HttpMethod.Head
                ? new HttpResponseMessage(HttpStatusCode.NoContent)
#pragma warning restore CA2000
                : await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }

        if (moments.Happened(ScriptedMoment.Call))
        {
            // The call's token follows on the pool, a moment later; the site must not see the call in some runs and miss it in others.
            throw new OperationCanceledException(cancellationToken);
        }

        HttpResponseMessage response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        moments.Happened(ScriptedMoment.Answer);
        return response;
    }
}
