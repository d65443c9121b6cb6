using Polly.Timeout;

namespace Holdfast.Http;

/// <summary>The outermost handler: marks a call as its lease's, and speaks the last word about how it failed.</summary>
internal sealed class LeaseHandler(LeasedHttp batch, GenerationHttp generation, BatchProof proof, HttpMessageInvoker chain) : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        LeasedCall call = new(generation, proof)
        {
            GoesOnce = batch.SendsOnce && !HttpMethods.IsSafe(request.Method),
            Deadline = batch.Deadline,
        };
        call.Attach(request);
        using CancellationTokenSource linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, generation.Lease.Lost);
        try
        {
            generation.Lease.ThrowIfLost();
            return await chain.SendAsync(request, linked.Token).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // The lease is asked first, whatever was thrown; then the caller.
            batch.MarkLossSeen();
            generation.Lease.ThrowIfLost();
            cancellationToken.ThrowIfCancellationRequested();
            if (exception is TimeoutRejectedException late)
            {
                throw new TimeoutException($"The site did not answer within {late.Timeout}, however often it was asked.", late);
            }

            throw;
        }
    }
}
