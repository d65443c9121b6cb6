namespace Holdfast.Http;

/// <summary>Where a visitor ends who asks for the login page.</summary>
/// <param name="Origin">Scheme, host and port of the last address.</param>
/// <param name="Path">Its path.</param>
/// <param name="Status">The HTTP status of the last answer.</param>
internal sealed record LoginPageEnd(string Origin, string Path, int Status)
{
    /// <summary>From an address.</summary>
    public static LoginPageEnd Of(Uri address, int status) => new(
        address.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped), address.AbsolutePath, status);

    /// <inheritdoc/>
    public override string ToString() => $"HTTP {Status} at {Origin}{Path}";
}
