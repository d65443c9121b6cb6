using System.Globalization;

namespace Holdfast.Selenium;

/// <summary>Asks browser, tab and driver for a sign of life, all at once, none through the command queue. Together they tell which one hangs.</summary>
/// <param name="watch">The connection to the browser, and the tab in use.</param>
/// <param name="processes">The session's processes.</param>
/// <param name="service">The driver's address.</param>
/// <param name="givenUp">The command that the driver may still be at although nobody waits for it.</param>
/// <param name="http">A client without a proxy.</param>
/// <param name="time">The clock.</param>
internal sealed class SessionProbe(
    SessionWatch watch, SessionProcesses processes, Uri service, GivenUpCommand givenUp, HttpClient http, TimeProvider time)
{
    private static readonly TimeSpan Quick = TimeSpan.FromMilliseconds(500);

    // A tab that is fine answers within 2 ms; the others leave enough time to look at the processes before any deadline.
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(100);

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
        Task<(bool Answered, string Detail, bool Stopped)> tab = AskTabAsync(cancellationToken);
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
        (bool tabAnswered, string tabDetail, bool tabStopped) = await tab.ConfigureAwait(false);
        (bool driverAnswered, string driverDetail) = await driver.ConfigureAwait(false);
        if (driverAnswered && givenUp.Stuck is var (command, span))
        {
            // It listens, and lets every command of the session wait.
            (driverAnswered, driverDetail) = (false, string.Create(
                CultureInfo.InvariantCulture, $"{driverDetail}, but is at {command}, which was given up {span.TotalSeconds:0} s ago"));
        }

        SessionLayer? stuck = FindStuck(browserAnswered, tabAnswered, driverAnswered);
        return new ProbeResult(stuck is null, $"browser: {browserDetail}; tab: {tabDetail}; driver: {driverDetail}")
        {
            Stuck = stuck,
            IsStopped = stuck == SessionLayer.Tab && tabStopped,
        };
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

    /// <summary>
    /// A tab that does not speak for itself, while a process behind the session's tabs is stopped, is neither busy nor waiting: only a signal
    /// stops one. That outweighs every explanation of the silence.
    /// </summary>
    /// <remarks>Which of the processes is the tab's cannot be told here: no interface says so, and <see cref="TabProcess"/> finds it by a script
    /// that a silent tab does not run. Known beforehand, it would have to be found anew after every navigation to another site, 0.3 s of a busy
    /// tab each time. So a stopped tab beside the one in use also counts, while that one is silent; somebody must have stopped it.</remarks>
    private async Task<(bool Answered, string Detail, bool Stopped)> AskTabAsync(CancellationToken cancellationToken)
    {
        Task<(bool Answered, string Detail)> asked = AskAsync(watch.Page.AskAsync, cancellationToken);
        _ = await Task.WhenAny(asked, Task.Delay(Soon, time, cancellationToken)).ConfigureAwait(false);
        bool spoke = asked.IsCompletedSuccessfully && (await asked.ConfigureAwait(false)).Detail == PageWatch.Answered;
        ProcessStat? stopped = spoke
            ? null
            : await Task.Run(() => processes.FindRenderers().FirstOrDefault(process => process.IsStopped), CancellationToken.None).ConfigureAwait(false);
        (bool answered, string detail) = await asked.ConfigureAwait(false);
        return stopped is null || detail == PageWatch.Answered
            ? (answered, detail, false)
            : (false, $"{detail}, process {stopped.Pid} is stopped", true);
    }

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
