namespace Holdfast.Http;

/// <summary>Where a visitor ends who asks for the login page.</summary>
/// <param name="Origin">Scheme, host and port of the last address.</param>
/// <param name="Path">Its path, without what is another in each answer: parameters such as <c>;jsessionid=...</c>, and parts that are a token.</param>
/// <param name="Status">The HTTP status of the last answer.</param>
internal sealed record LoginPageEnd(string Origin, string Path, int Status)
{
    // Names of pages are seldom so long with a digit in them; tokens of 80 bits in base32, and numbers such as GUIDs, are longer.
    private const int ShortestToken = 16;

    /// <summary>From an address.</summary>
    public static LoginPageEnd Of(Uri address, int status) => new(
        address.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped),
        string.Join('/', address.AbsolutePath.Split('/').Select(static part => Stable(part.Split(';')[0]))),
        status);

    /// <summary>A session's number in an address, as servers give one to whoever sends no cookie, is none of the page's name.</summary>
    private static string Stable(string part) =>
        part.StartsWith('(') || (part.Length >= ShortestToken && part.Any(char.IsAsciiDigit)) ? "*" : part;

    /// <inheritdoc/>
    public override string ToString() => $"HTTP {Status} at {Origin}{Path}";
}
