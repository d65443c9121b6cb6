using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Holdfast.Actions;

/// <summary>Waits out the pauses that a site asks for: one call's answer holds back every call to that host.</summary>
/// <remarks>Outside the retry: a pause is no failure. Not guarded: a waiting call is not in flight, and ends when its lease is lost.</remarks>
internal sealed partial class ThrottleHandler(
    IOptions<SessionHttpOptions> options, TimeProvider time, ILogger<ThrottleHandler> logger) : DelegatingHandler
{
    private static readonly TimeSpan s_shortest = TimeSpan.FromSeconds(1);

    private readonly SessionHttpOptions _options = options.Value;
    private readonly long _epoch = time.GetTimestamp();

    /// <summary>When a host may be called again, as time since <see cref="_epoch"/>.</summary>
    private readonly ConcurrentDictionary<string, TimeSpan> _heldUntil = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>True for 429, for 503 that says when to come back, and for whatever the user takes for such.</summary>
    public static bool AsksForPause(HttpResponseMessage response, SessionHttpOptions options) =>
        response.StatusCode == HttpStatusCode.TooManyRequests
        || (response.StatusCode == HttpStatusCode.ServiceUnavailable && response.Headers.RetryAfter is not null)
        || AsksInItsOwnWay(response, options);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        string host = request.RequestUri!.Authority;
        TimeSpan deadline = Now + _options.MaxThrottleWait;
        while (true)
        {
            await WaitAsync(host, cancellationToken).ConfigureAwait(false);
            HttpResponseMessage response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
            if (!AsksForPause(response, _options))
            {
                return response;
            }

            TimeSpan pause = PauseOf(response);
            HoldBack(host, Now + pause);
            if (Now + pause > deadline || !MaySendAgain(request, response))
            {
                return response;
            }

            LogPause((int)response.StatusCode, host, pause);
            response.Dispose();
        }
    }

    private TimeSpan Now => time.GetElapsedTime(_epoch);

    private static bool AsksInItsOwnWay(HttpResponseMessage response, SessionHttpOptions options)
    {
        if (options.AsksForPause is not { } predicate)
        {
            return false;
        }

        Uri uri = response.RequestMessage!.RequestUri!;
        return predicate(new ApiAnswer(response, uri, Redirects.Target(response, uri)));
    }

    /// <summary>A 429 was refused unseen. A 503 may come from a proxy whose server has done the work, and of a site's own way we know nothing:
    /// only repeatable requests go again.</summary>
    private bool MaySendAgain(HttpRequestMessage request, HttpResponseMessage response) =>
        response.StatusCode == HttpStatusCode.TooManyRequests || RetryPolicy.MayRepeat(request, _options);

    private TimeSpan PauseOf(HttpResponseMessage response)
    {
        TimeSpan pause = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,

            // By the site's own clock, which need not agree with ours.
            { Date: { } date } => date - (response.Headers.Date ?? time.GetUtcNow()),
            _ => _options.DefaultThrottlePause,
        };
        return pause < s_shortest ? s_shortest : pause;
    }

    private void HoldBack(string host, TimeSpan until)
    {
        // A pause longer than a call may wait binds later calls for that long only, or one wrong header would stop the site for a day.
        TimeSpan capped = Min(until, Now + _options.MaxThrottleWait);
        _heldUntil.AddOrUpdate(host, capped, (_, held) => held > capped ? held : capped);
    }

    private async Task WaitAsync(string host, CancellationToken cancellationToken)
    {
        while (_heldUntil.TryGetValue(host, out TimeSpan until) && until - Now is { Ticks: > 0 } wait)
        {
            await Task.Delay(wait, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;

    [LoggerMessage(EventId = 4301, Level = LogLevel.Information, Message = "HTTP {Status}: {Host} asks for a pause of {Pause}; calls to it wait.")]
    private partial void LogPause(int status, string host, TimeSpan pause);
}
