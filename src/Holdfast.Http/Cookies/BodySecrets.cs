namespace Holdfast.Http;

/// <summary>Learns the tokens that an answer gives, before anybody quotes its body.</summary>
/// <remarks>For the answers to hooks, which fetch tokens, and for errors, which are quoted. Records are left alone: what they hold is the user's.</remarks>
internal static class BodySecrets
{
    private const int Longest = 1 << 16;

    /// <summary>Reads a body that is there completely. Never throws: what cannot be read as text has no token that could be quoted.</summary>
    public static async Task LearnAsync(HttpResponseMessage response, CookieJar jar)
    {
        if (response.Content.Headers is not { ContentLength: > 0 and <= Longest, ContentType.MediaType: { } type }
            || !(type.StartsWith("text/", StringComparison.OrdinalIgnoreCase) || type.EndsWith("json", StringComparison.OrdinalIgnoreCase)))
        {
            return;
        }

        try
        {
            jar.Secrets.PutBody(await response.Content.ReadAsStringAsync().ConfigureAwait(false));
        }
        catch (InvalidOperationException)
        {
            // An encoding that nobody knows.
        }
    }
}
