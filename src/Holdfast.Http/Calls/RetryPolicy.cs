using System.Net;
using Microsoft.Extensions.Http.Resilience;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace Holdfast.Http;

/// <summary>Transient faults of the site: retry and attempt time-out, and nothing else.</summary>
/// <remarks>No total time-out, which would turn a pause that the site asks for into a failure; no breaker, because the critical-failure
/// policy of the run is it.</remarks>
internal static class RetryPolicy
{
    /// <summary>The retry. Around the throttle, so that an attempt after a failure waits for its turn like any other.</summary>
    public static void ConfigureRetry(ResiliencePipelineBuilder<HttpResponseMessage> builder, SessionHttpOptions options)
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
    }

    /// <summary>The attempt's time-out. Within the throttle, because waiting for a turn is no part of an attempt.</summary>
    public static void ConfigureTimeout(ResiliencePipelineBuilder<HttpResponseMessage> builder, SessionHttpOptions options) =>
        builder.AddTimeout(options.AttemptTimeout);

    public static bool MayRepeat(HttpRequestMessage request, SessionHttpOptions options) =>
        !LeasedCall.Of(request).GoesOnce && (options.IsRepeatable?.Invoke(request) ?? HttpMethods.IsIdempotent(request.Method));

    private static bool ShouldRetry(RetryPredicateArguments<HttpResponseMessage> arguments, SessionHttpOptions options)
    {
        // The lease is asked first, whatever the outcome looks like: wrappers make time-outs of its death.
        HttpRequestMessage request = arguments.Context.GetRequestMessage()!;
        return !LeasedCall.Of(request).Generation.Lease.IsLost
            && IsTransient(arguments.Outcome)
            && MayRepeat(request, options);
    }

    private static bool IsTransient(Outcome<HttpResponseMessage> outcome) => outcome switch
    {
        { Exception: HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } } => false,
        { Exception: HttpRequestException or TimeoutRejectedException or IOException } => true,
        { Result: { } response } => PauseSigns.Of(response) is null
            && ((int)response.StatusCode >= 500 || response.StatusCode == HttpStatusCode.RequestTimeout),
        _ => false,
    };
}
