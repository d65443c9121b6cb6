using Polly.Timeout;

namespace Holdfast.Http;

/// <summary>The outermost handler: marks a call as its lease's, and speaks the last word about how it failed.</summary>
internal sealed class LeaseHandler(LeasedHttp batch, GenerationHttp session, BatchProof proof, HttpMessageInvoker chain) : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        LeasedCall call = new(session, proof)
        {
            GoesOnce = batch.SendsOnce && !HttpMethods.IsSafe(request.Method),
            Deadline = batch.Deadline,
        };
        call.Attach(request);
        using CancellationTokenSource linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, session.Lease.Lost);
        try
        {
            session.Lease.ThrowIfLost();
            return await chain.SendAsync(request, linked.Token).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // The lease is asked first, whatever was thrown; then the caller.
            batch.MarkLossSeen();
            session.Lease.ThrowIfLost();
            cancellationToken.ThrowIfCancellationRequested();
            if (exception is TimeoutRejectedException late)
            {
                throw new TimeoutException($"The site did not answer within {late.Timeout}, however often it was asked.", late);
            }

            throw;
        }
    }
}
