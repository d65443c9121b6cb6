using System.Globalization;

namespace Holdfast.Selenium;

/// <summary>Asks browser, tab and driver for a sign of life, all at once, none through the command queue. Together they tell which one hangs.</summary>
/// <param name="watch">The connection to the browser, and the tab in use.</param>
/// <param name="record">Names the session's processes.</param>
/// <param name="service">The driver's address.</param>
/// <param name="givenUp">The command that the driver may still be at although nobody waits for it.</param>
/// <param name="http">A client without a proxy.</param>
/// <param name="time">The clock.</param>
internal sealed class SessionProbe(
    SessionWatch watch, SessionRecord record, Uri service, GivenUpCommand givenUp, HttpClient http, TimeProvider time)
{
    private static readonly TimeSpan s_quick = TimeSpan.FromMilliseconds(500);

    // A tab that is fine answers within 2 ms; the others leave enough time to look at the processes before any deadline.
    private static readonly TimeSpan s_soon = TimeSpan.FromMilliseconds(100);

    private readonly Uri _status = new(service, "/status");
    private readonly SilenceSight _sight = new(record, time);

    /// <summary>Who answered before the deadline.</summary>
    public async Task<ProbeResult> ProbeAsync(CancellationToken cancellationToken)
    {
        Task<ProbeAnswer> browser = AskAsync(
            async token =>
            {
                _ = await watch.Browser.CallAsync("Browser.getVersion", null, token).ConfigureAwait(false);
                return "answered";
            },
            cancellationToken);
        Task<ProbeAnswer> tab = AskAsync(
            token => watch.Tabs.IsInUseGone ? Task.FromResult("closed") : watch.Page.AskAsync(token), cancellationToken);
        Task<ProbeAnswer> driver = AskAsync(
            async token =>
            {
                using HttpResponseMessage answer = await http.GetAsync(_status, token).ConfigureAwait(false);
                _ = answer.EnsureSuccessStatusCode();
                return "answered";
            },
            cancellationToken);
        Task<ProbeAnswer[]> all = Task.WhenAll(browser, tab, driver);
        _ = await Task.WhenAny(all, Task.Delay(s_soon, time, cancellationToken)).ConfigureAwait(false);
        (string Command, TimeSpan For)? held = givenUp.Stuck;
        bool spoke = all.IsCompleted && held is null
            && await all.ConfigureAwait(false) is [{ Answered: true }, { Detail: PageWatch.Answered }, { Answered: true }];
        Task<SilenceLook>? looking = spoke ? null : _sight.LookAsync();
        ProbeAnswer[] answers = await all.ConfigureAwait(false);
        SilenceLook? seen = looking is null ? null : await InTimeAsync(looking, cancellationToken).ConfigureAwait(false);
        ProbeResult result = Judge(answers[0], answers[1], answers[2], held, seen);
        if (result.Alive)
        {
            _sight.Forget();
        }

        return result;
    }

    /// <summary>What was seen; null when looking takes longer than there is time: an answer that comes after the deadline would not be heard.</summary>
    private static async Task<SilenceLook?> InTimeAsync(Task<SilenceLook> looking, CancellationToken cancellationToken)
    {
        try
        {
            return await looking.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>
    /// A tab that does not speak for itself, while a process behind the session's tabs is stopped, is neither busy nor waiting: only a signal
    /// stops one. That outweighs every explanation of the silence.
    /// </summary>
    private ProbeResult Judge(ProbeAnswer browser, ProbeAnswer tab, ProbeAnswer driver, (string Command, TimeSpan For)? held, SilenceLook? seen)
    {
        int? stopped = tab.Detail == PageWatch.Answered ? null : seen?.StoppedRenderer;
        if (stopped is not null)
        {
            tab = new(false, string.Create(CultureInfo.InvariantCulture, $"{tab.Detail}, process {stopped} is stopped"));
        }

        bool listens = driver.Answered;
        if (listens && held is var (command, span))
        {
            // It listens, and lets every command of the session wait.
            driver = new(false, string.Create(
                CultureInfo.InvariantCulture, $"{driver.Detail}, but is at {command}, which was given up {span.TotalSeconds:0} s ago"));
        }

        SessionLayer? stuck = FindStuck(browser.Answered, tab.Answered, driver.Answered);
        ProbeResult result = new(stuck is null, $"browser: {browser.Detail}; tab: {tab.Detail}; driver: {driver.Detail}") { Stuck = stuck };
        if (stuck is not { } layer)
        {
            return result;
        }

        // A driver that listens waits for somebody else.
        bool waits = layer == SessionLayer.Driver && listens;
        ProcessorShare? share = seen?.Of(waits ? null : layer);
        return result with
        {
            IsStopped = layer == SessionLayer.Tab ? stopped is not null : !waits && _sight.IsStopped(layer),

            // Where so little as a look takes so long, everybody waits.
            IsPressed = share is not { } known || known.IsPressed,
            Starved = share?.Starved ?? TimeSpan.Zero,
        };
    }

    /// <summary>The layer that hangs, asked within half a second.</summary>
    public async Task<SessionLayer?> FindStuckAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = new(s_quick, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        return (await ProbeAsync(either.Token).ConfigureAwait(false)).Stuck;
    }

    /// <summary>A browser that hangs takes its tabs with it, and its end takes the driver along: it is named first.</summary>
    internal static SessionLayer? FindStuck(bool browser, bool tab, bool driver) =>
        !browser ? SessionLayer.Browser : !driver ? SessionLayer.Driver : !tab ? SessionLayer.Tab : null;

    private async Task<ProbeAnswer> AskAsync(Func<CancellationToken, Task<string>> ask, CancellationToken cancellationToken)
    {
        long started = time.GetTimestamp();
        try
        {
            return new(true, await ask(cancellationToken).ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            return new(false, string.Create(
                CultureInfo.InvariantCulture, $"no answer in {time.GetElapsedTime(started).TotalMilliseconds:0} ms"));
        }
        catch (Exception exception) when (exception is DevToolsException or HttpRequestException or ObjectDisposedException)
        {
            return new(false, EvidenceText.Clean(exception.Message));
        }
    }
}
