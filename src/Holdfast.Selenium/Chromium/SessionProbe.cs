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
    private static readonly TimeSpan Quick = TimeSpan.FromMilliseconds(500);

    // A tab that is fine answers within 2 ms; the others leave enough time to look at the processes before any deadline.
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(100);

    private readonly Uri _status = new(service, "/status");

    /// <summary>Who answered before the deadline.</summary>
    public async Task<ProbeResult> ProbeAsync(CancellationToken cancellationToken)
    {
        long began = time.GetTimestamp();
        Task<Answer> browser = AskAsync(
            async token =>
            {
                _ = await watch.Browser.CallAsync("Browser.getVersion", null, token).ConfigureAwait(false);
                return "answered";
            },
            cancellationToken);
        Task<Answer> tab = AskAsync(watch.Page.AskAsync, cancellationToken);
        Task<Answer> driver = AskAsync(
            async token =>
            {
                using HttpResponseMessage answer = await http.GetAsync(_status, token).ConfigureAwait(false);
                _ = answer.EnsureSuccessStatusCode();
                return "answered";
            },
            cancellationToken);
        Task<Answer[]> all = Task.WhenAll(browser, tab, driver);
        _ = await Task.WhenAny(all, Task.Delay(Soon, time, cancellationToken)).ConfigureAwait(false);
        (string Command, TimeSpan For)? held = givenUp.Stuck;
        SilenceSight? sight = null;
        TimeSpan late = TimeSpan.Zero;
        if (!all.IsCompleted || held is not null || !SpokeItself(await tab.ConfigureAwait(false)))
        {
            sight = new SilenceSight(record, time);
            late = await LookAsync(sight, all, held is not null).ConfigureAwait(false);
        }

        Answer[] answers = await all.ConfigureAwait(false);
        return Judge(answers[0], answers[1], answers[2], held, sight, late, time.GetElapsedTime(began));
    }

    /// <summary>Looks at the processes until the answers are there, or their deadline is.</summary>
    /// <returns>How much of that time our own waits were late by.</returns>
    private async Task<TimeSpan> LookAsync(SilenceSight sight, Task answers, bool held)
    {
        Task found = Task.Run(sight.Find, CancellationToken.None);
        Task measured = held || !answers.IsCompleted ? MeasureAsync() : Task.CompletedTask;
        _ = measured.ContinueWith(
            static ended => ended.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);

        // What cannot be measured in time is not waited for: the answer would come too late for whoever asked.
        TimeSpan late = await OwnPulse.LateUntilAsync(held ? Task.WhenAll(answers, measured) : answers, time).ConfigureAwait(false);
        await found.ConfigureAwait(false);
        return late;

        async Task MeasureAsync()
        {
            await found.ConfigureAwait(false);
            await sight.MeasureAsync().ConfigureAwait(false);
        }
    }

    /// <summary>
    /// A tab that does not speak for itself, while a process behind the session's tabs is stopped, is neither busy nor waiting: only a signal
    /// stops one. That outweighs every explanation of the silence.
    /// </summary>
    private static ProbeResult Judge(
        Answer browser, Answer tab, Answer driver, (string Command, TimeSpan For)? held, SilenceSight? sight, TimeSpan late, TimeSpan took)
    {
        if (sight?.StoppedRenderer is { } stopped && !SpokeItself(tab))
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
        if (stuck is not { } silent || sight is null)
        {
            return result;
        }

        // A driver that listens waits for somebody else.
        bool waits = silent == SessionLayer.Driver && listens;
        TimeSpan starved = (took * sight.Waited(waits ? null : silent)) + late;
        return result with { IsStopped = !waits && sight.IsStopped(silent), Starved = starved < took ? starved : took };
    }

    private static bool SpokeItself(Answer tab) => tab.Detail == PageWatch.Answered;

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

    private async Task<Answer> AskAsync(Func<CancellationToken, Task<string>> ask, CancellationToken cancellationToken)
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

    private sealed record Answer(bool Answered, string Detail);
}
