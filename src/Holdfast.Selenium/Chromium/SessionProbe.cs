using System.Globalization;

namespace Holdfast.Selenium;

/// <summary>Asks browser and driver for a sign of life, both at once, neither through the command queue.</summary>
/// <param name="watch">The connection to the browser.</param>
/// <param name="service">The driver's address.</param>
/// <param name="http">A client without a proxy.</param>
/// <param name="time">The clock.</param>
internal sealed class SessionProbe(SessionWatch watch, Uri service, HttpClient http, TimeProvider time)
{
    private readonly Uri _status = new(service, "/status");

    /// <summary>Who answered before the deadline.</summary>
    public async Task<ProbeResult> ProbeAsync(CancellationToken cancellationToken)
    {
        Task<string?> browser = AskAsync(
            async token => _ = await watch.Browser.CallAsync("Browser.getVersion", null, token).ConfigureAwait(false), cancellationToken);
        Task<string?> driver = AskAsync(
            async token =>
            {
                using HttpResponseMessage answer = await http.GetAsync(_status, token).ConfigureAwait(false);
                _ = answer.EnsureSuccessStatusCode();
            },
            cancellationToken);
        string? browserFailure = await browser.ConfigureAwait(false);
        string? driverFailure = await driver.ConfigureAwait(false);
        return (browserFailure, driverFailure) switch
        {
            (null, null) => new ProbeResult(true, "browser and driver answered"),
            _ => new ProbeResult(false, $"browser: {browserFailure ?? "answered"}; driver: {driverFailure ?? "answered"}"),
        };
    }

    // Null when it answered.
    private async Task<string?> AskAsync(Func<CancellationToken, Task> ask, CancellationToken cancellationToken)
    {
        long started = time.GetTimestamp();
        try
        {
            await ask(cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (OperationCanceledException)
        {
            return string.Create(
                CultureInfo.InvariantCulture, $"no answer in {time.GetElapsedTime(started).TotalMilliseconds:0} ms");
        }
        catch (Exception exception) when (exception is DevToolsException or HttpRequestException or ObjectDisposedException)
        {
            return EvidenceText.Clean(exception.Message);
        }
    }
}
