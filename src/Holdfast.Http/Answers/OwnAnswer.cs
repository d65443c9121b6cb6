namespace Holdfast.Http;

/// <summary>Tells whether an answer is one to the request itself, and not to a redirect of it; and how many cookies it changed.</summary>
/// <remarks>A site may do the work, and then send us on to a page that refuses us. So a refusal says that nothing was done only when it is the
/// request's own answer.</remarks>
internal static class OwnAnswer
{
    private static readonly HttpRequestOptionsKey<bool> s_sentOn = new("Holdfast.SentOn");
    private static readonly HttpRequestOptionsKey<int> s_changes = new("Holdfast.CookieChanges");

    /// <summary>Notes it in what the caller can see of the request.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="hop">What it answers.</param>
    /// <param name="changes">How many cookies it changed.</param>
    public static void Note(HttpResponseMessage response, Hop hop, int changes)
    {
        response.RequestMessage!.Options.Set(s_sentOn, !hop.IsRequestItself);
        response.RequestMessage.Options.Set(s_changes, changes);
    }

    /// <summary>How many cookies it changed; none when another client got it.</summary>
    /// <param name="response">The answer.</param>
    public static int CookieChanges(HttpResponseMessage response) =>
        response.RequestMessage is { } request && request.Options.TryGetValue(s_changes, out int changes) ? changes : 0;

    /// <summary>What was noted; true for an answer that another client got.</summary>
    /// <param name="response">The answer.</param>
    public static bool Is(HttpResponseMessage response) =>
        response.RequestMessage is not { } request || !request.Options.TryGetValue(s_sentOn, out bool sentOn) || !sentOn;
}
