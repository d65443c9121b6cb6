using System.Net;
using Microsoft.Extensions.Http.Resilience;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace Holdfast.Actions;

/// <summary>Transient faults of the site: retry and attempt time-out, and nothing else.</summary>
/// <remarks>No total time-out, which would turn a pause that the site asks for into a failure; no breaker, because the critical-failure
/// policy of the run is it.</remarks>
internal static class RetryPolicy
{
    public static void Configure(ResiliencePipelineBuilder<HttpResponseMessage> builder, SessionHttpOptions options)
    {
        if (options.MaxRetries > 0)
        {
            builder.AddRetry(new HttpRetryStrategyOptions
            {
                MaxRetryAttempts = options.MaxRetries,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = options.RetryDelay,
                MaxDelay = options.MaxRetryDelay,

                // A pause that the site asks for is the throttle's, not a retry.
                ShouldRetryAfterHeader = false,
                ShouldHandle = arguments => ValueTask.FromResult(ShouldRetry(arguments, options)),
            });
        }

        builder.AddTimeout(options.AttemptTimeout);
    }

    public static bool MayRepeat(HttpRequestMessage request, SessionHttpOptions options) =>
        !LeasedCall.Of(request).GoesOnce && (options.IsRepeatable?.Invoke(request) ?? HttpMethods.IsIdempotent(request.Method));

    private static bool ShouldRetry(RetryPredicateArguments<HttpResponseMessage> arguments, SessionHttpOptions options)
    {
        // The lease is asked first, whatever the outcome looks like: wrappers make time-outs of its death.
        HttpRequestMessage request = arguments.Context.GetRequestMessage()!;
        return !LeasedCall.Of(request).Session.Lease.IsLost
            && IsTransient(arguments.Outcome, options)
            && MayRepeat(request, options);
    }

    private static bool IsTransient(Outcome<HttpResponseMessage> outcome, SessionHttpOptions options) => outcome switch
    {
        { Exception: HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } } => false,
        { Exception: HttpRequestException or TimeoutRejectedException or IOException } => true,
        { Result: { } response } => !ThrottleHandler.AsksForPause(response, options)
            && ((int)response.StatusCode >= 500 || response.StatusCode == HttpStatusCode.RequestTimeout),
        _ => false,
    };
}
