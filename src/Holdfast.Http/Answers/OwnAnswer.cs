namespace Holdfast.Http;

/// <summary>Tells whether an answer is one to the request itself, and not to a redirect of it.</summary>
/// <remarks>A site may do the work, and then send us on to a page that refuses us. So a refusal says that nothing was done only when it is the
/// request's own answer.</remarks>
internal static class OwnAnswer
{
    private static readonly HttpRequestOptionsKey<bool> s_sentOn = new("Holdfast.SentOn");

    /// <summary>Notes it in what the caller can see of the request.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="hop">What it answers.</param>
    public static void Note(HttpResponseMessage response, Hop hop) => response.RequestMessage!.Options.Set(s_sentOn, !hop.IsRequestItself);

    /// <summary>What was noted; true for an answer that another client got.</summary>
    /// <param name="response">The answer.</param>
    public static bool Is(HttpResponseMessage response) =>
        response.RequestMessage is not { } request || !request.Options.TryGetValue(s_sentOn, out bool sentOn) || !sentOn;
}
