using System.Text.Json;

namespace Holdfast.Selenium;

/// <summary>Asks the driver which tab its commands go to: past its thread, behind the command that runs. Thread safe.</summary>
/// <param name="question">The address of the session's <c>GET /window</c>.</param>
/// <param name="http">A client without a proxy.</param>
internal sealed class DriverTab(Uri question, HttpClient http)
{
    /// <summary>Asks.</summary>
    /// <returns>The tab; null when it was closed.</returns>
    /// <exception cref="HttpRequestException">The driver is not there, or does not say.</exception>
    public async Task<string?> AskAsync(CancellationToken cancellationToken)
    {
        using HttpResponseMessage answer = await http.GetAsync(question, cancellationToken).ConfigureAwait(false);
        using JsonDocument said = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false));
        JsonElement value = said.RootElement.GetProperty("value");
        return answer.IsSuccessStatusCode ? value.GetString()
            : value.GetProperty("error").GetString() == "no such window" ? null
            : throw new HttpRequestException("The driver does not say which tab it is in.");
    }
}
