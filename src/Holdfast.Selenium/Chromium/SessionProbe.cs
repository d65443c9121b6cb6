using System.Globalization;

namespace Holdfast.Selenium;

/// <summary>Asks browser, tab and driver for a sign of life, all at once, none through the command queue. Together they tell which one hangs.</summary>
/// <param name="watch">The connection to the browser, and the tab in use.</param>
/// <param name="service">The driver's address.</param>
/// <param name="http">A client without a proxy.</param>
/// <param name="time">The clock.</param>
internal sealed class SessionProbe(SessionWatch watch, Uri service, HttpClient http, TimeProvider time)
{
    private static readonly TimeSpan Quick = TimeSpan.FromMilliseconds(500);

    private readonly Uri _status = new(service, "/status");

    /// <summary>Who answered before the deadline.</summary>
    public async Task<ProbeResult> ProbeAsync(CancellationToken cancellationToken)
    {
        Task<(bool Answered, string Detail)> browser = AskAsync(
            async token =>
            {
                _ = await watch.Browser.CallAsync("Browser.getVersion", null, token).ConfigureAwait(false);
                return "answered";
            },
            cancellationToken);
        Task<(bool Answered, string Detail)> tab = AskAsync(watch.Page.AskAsync, cancellationToken);
        Task<(bool Answered, string Detail)> driver = AskAsync(
            async token =>
            {
                using HttpResponseMessage answer = await http.GetAsync(_status, token).ConfigureAwait(false);
                _ = answer.EnsureSuccessStatusCode();
                return "answered";
            },
            cancellationToken);
        await Task.WhenAll(browser, tab, driver).ConfigureAwait(false);
        (bool browserAnswered, string browserDetail) = await browser.ConfigureAwait(false);
        (bool tabAnswered, string tabDetail) = await tab.ConfigureAwait(false);
        (bool driverAnswered, string driverDetail) = await driver.ConfigureAwait(false);
        SessionLayer? stuck = FindStuck(browserAnswered, tabAnswered, driverAnswered);
        return new ProbeResult(stuck is null, $"browser: {browserDetail}; tab: {tabDetail}; driver: {driverDetail}") { Stuck = stuck };
    }

    /// <summary>The layer that hangs, asked within half a second.</summary>
    public async Task<SessionLayer?> FindStuckAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = new(Quick, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        return (await ProbeAsync(either.Token).ConfigureAwait(false)).Stuck;
    }

    /// <summary>A browser that hangs takes its tabs with it, and its end takes the driver along: it is named first.</summary>
    internal static SessionLayer? FindStuck(bool browser, bool tab, bool driver) =>
        !browser ? SessionLayer.Browser : !driver ? SessionLayer.Driver : !tab ? SessionLayer.Tab : null;

    private async Task<(bool Answered, string Detail)> AskAsync(Func<CancellationToken, Task<string>> ask, CancellationToken cancellationToken)
    {
        long started = time.GetTimestamp();
        try
        {
            return (true, await ask(cancellationToken).ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            return (false, string.Create(
                CultureInfo.InvariantCulture, $"no answer in {time.GetElapsedTime(started).TotalMilliseconds:0} ms"));
        }
        catch (Exception exception) when (exception is DevToolsException or HttpRequestException or ObjectDisposedException)
        {
            return (false, EvidenceText.Clean(exception.Message));
        }
    }
}
