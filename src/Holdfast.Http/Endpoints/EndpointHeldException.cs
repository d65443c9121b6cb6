using System.Diagnostics.CodeAnalysis;

namespace Holdfast.Http;

/// <summary>A call was not sent, because its endpoint asked for a pause. Seen by the user's hooks only: calls of actions wait.</summary>
/// <remarks>For whoever catches it, it is a failure of the site, which says nothing about the login.</remarks>
[SuppressMessage("Design", "CA1064:Exceptions should be public", Justification = "Hooks know it as the HttpRequestException that it is.")]
internal sealed class EndpointHeldException(Endpoint endpoint, TimeSpan left) : HttpRequestException(
    string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"{endpoint.Name} asked for a pause, of which {left.TotalSeconds:0.#} s are left: nothing was sent"))
{
    public Endpoint Endpoint { get; } = endpoint;
}
