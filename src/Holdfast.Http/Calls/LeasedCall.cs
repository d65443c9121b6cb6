namespace Holdfast.Http;

/// <summary>What the handlers know of one call: whose it is, and what it carried.</summary>
internal sealed class LeasedCall(GenerationHttp generation, BatchProof proof)
{
    private static readonly HttpRequestOptionsKey<LeasedCall> s_key = new("Holdfast.LeasedCall");

    public GenerationHttp Generation { get; } = generation;

    public BatchProof Proof { get; } = proof;

    /// <summary>True when the request must not be sent a second time unless the site refused the first.</summary>
    public bool GoesOnce { get; init; }

    /// <summary>The time of the work that makes it; null when nothing limits it.</summary>
    public WorkDeadline? Deadline { get; init; }

    /// <summary>Until when it may wait for pauses that the site asks for, since the throttle began; null before its first turn.</summary>
    public TimeSpan? WaitsUntil { get; set; }

    /// <summary>The jar's <see cref="CookieJar.CallVersion"/> when the last hop was sent: what has changed since, it did not carry.</summary>
    public long SentAt { get; set; }

    /// <summary>The CSRF token that was sent; null when none was. A secret.</summary>
    public string? CsrfToken { get; set; }

    /// <summary>True when the token goes with safe methods too, as <see cref="SessionHttpOptions.NeedsCsrfToken"/> said of the request.</summary>
    public bool SendsTokenWithReads { get; set; }

    public void Attach(HttpRequestMessage request) => request.Options.Set(s_key, this);

    public static LeasedCall Of(HttpRequestMessage request) =>
        request.Options.TryGetValue(s_key, out LeasedCall? call)
            ? call
            : throw new InvalidOperationException(
                $"This handler serves leases only. Take the client from {nameof(SessionHttpClient)}.{nameof(SessionHttpClient.ForLease)}.");
}
