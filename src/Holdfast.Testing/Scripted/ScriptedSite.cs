using System.Net;
using System.Text;
using System.Text.Json;

namespace Holdfast.Testing;

/// <summary>A site in the place of the network.</summary>
/// <param name="answer">Answers a request: an <see cref="HttpResponseMessage"/> is sent as it is, null becomes 404, and anything else becomes
/// JSON (<see cref="JsonSerializerOptions.Web"/>). Called concurrently, and again for requests that are repeated after a death.</param>
public sealed class ScriptedSite(Func<HttpRequestMessage, object?> answer) : HttpMessageHandler
{
    /// <inheritdoc/>
#pragma warning disable CA2000 // The caller disposes the answer.
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        Task.FromResult(answer(request) switch
        {
            HttpResponseMessage response => response,
            null => new HttpResponseMessage(HttpStatusCode.NotFound),
            var value => new HttpResponseMessage
            {
                Content = new StringContent(JsonSerializer.Serialize(value, JsonSerializerOptions.Web), Encoding.UTF8, "application/json"),
            },
        });
#pragma warning restore CA2000
}
