using System.Net;

namespace Holdfast.Http;

/// <summary>Tells whether an answer asks for a pause, and for how long.</summary>
internal static class PauseSigns
{
    /// <summary>The shortest pause, whatever was asked for: without one, a site that wants to be left alone would be asked again and again.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    private static readonly HttpRequestOptionsKey<TimeSpan> s_key = new("Holdfast.Pause");

    /// <summary>Judges an answer, once for all: 429, 503 that says when to come back, and whatever the user takes for such.</summary>
    /// <param name="response">The answer; its body is complete, unless it asks plainly.</param>
    /// <param name="options">The user's predicate and default.</param>
    /// <param name="now">Our clock.</param>
    /// <returns>How long it asks us to pause, at least 1 s; null when it does not.</returns>
    public static TimeSpan? Judge(HttpResponseMessage response, SessionHttpOptions options, DateTimeOffset now)
    {
        if (!Asks(response, options))
        {
            return null;
        }

        TimeSpan pause = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,

            // By the site's own clock, which need not agree with ours.
            { Date: { } date } => date - (response.Headers.Date ?? now),
            _ => options.DefaultThrottlePause,
        };
        pause = pause < Shortest ? Shortest : pause;
        response.RequestMessage!.Options.Set(s_key, pause);
        return pause;
    }

    /// <summary>True when status and headers ask for a pause, whatever the body says: 429, and 503 that says when to come back.</summary>
    public static bool IsPlain(HttpResponseMessage response) => response.StatusCode == HttpStatusCode.TooManyRequests
        || (response.StatusCode == HttpStatusCode.ServiceUnavailable && response.Headers.RetryAfter is not null);

    /// <summary>What <see cref="Judge"/> found.</summary>
    public static TimeSpan? Of(HttpResponseMessage response) =>
        response.RequestMessage is { } request && request.Options.TryGetValue(s_key, out TimeSpan pause) ? pause : null;

    private static bool Asks(HttpResponseMessage response, SessionHttpOptions options)
    {
        if (IsPlain(response))
        {
            return true;
        }

        if (options.AsksForPause is not { } predicate)
        {
            return false;
        }

        Uri uri = response.RequestMessage!.RequestUri!;
        return predicate(new ApiAnswer(response, uri, Redirects.Target(response, uri)));
    }
}
