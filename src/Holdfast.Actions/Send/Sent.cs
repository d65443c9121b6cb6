namespace Holdfast.Actions;

/// <summary>A clear answer of the site about an effect. Anything else, such as a time-out, is no answer: let the exception pass.</summary>
public sealed class Sent
{
    private Sent(bool isDone, string? text) => (IsDone, Text) = (isDone, text);

    /// <summary>True when it happened; false when the site refused it.</summary>
    public bool IsDone { get; }

    /// <summary>The receipt, or why the site refused it; null for nothing.</summary>
    public string? Text { get; }

    /// <summary>It happened.</summary>
    /// <param name="receipt">What the site gave in return, such as a number; kept in the ledger. Null for nothing.</param>
    /// <returns>The answer.</returns>
    public static Sent Done(string? receipt = null) => new(true, receipt);

    /// <summary>The site refused it, for good: it did not happen.</summary>
    /// <param name="reason">Why, in one line.</param>
    /// <returns>The answer.</returns>
    public static Sent Refused(string reason)
    {
        ArgumentException.ThrowIfNullOrEmpty(reason);
        return new(false, reason);
    }

    /// <summary>Reads the answer from a status: 2xx is done; 4xx is refused, but for 408 and 429. A redirect of the request that ends in anything
    /// but 2xx says neither: what redirected it may have done it.</summary>
    /// <param name="response">The response to the request that has the effect.</param>
    /// <param name="receipt">The receipt; null for nothing.</param>
    /// <returns>The answer.</returns>
    /// <exception cref="HttpRequestException">The status says neither; let it pass.</exception>
    public static Sent By(HttpResponseMessage response, string? receipt = null)
    {
        ArgumentNullException.ThrowIfNull(response);
        int status = (int)response.StatusCode;
        if (status is >= 400 and < 500 and not (408 or 429) && OwnAnswer.Is(response))
        {
            return Refused($"HTTP {status} {response.StatusCode}");
        }

        response.EnsureSuccessStatusCode();
        return Done(receipt);
    }
}
