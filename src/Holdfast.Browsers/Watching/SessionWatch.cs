using System.Text.Json;
using System.Text.Json.Nodes;

namespace Holdfast.Browsers;

/// <summary>All watchers of one session. They agree on the cause by construction, whichever speaks first.</summary>
/// <remarks>
/// <list type="bullet">
/// <item>The driver's exit is seen by its process descriptor and by <c>Process.Exited</c>. The browser outlives it, so nothing else speaks.</item>
/// <item>A killed browser closes its DevTools socket without closing its windows first; then its process descriptor signals.</item>
/// <item>Windows that close before the socket does were closed by someone, unless the browser had a signal: see <see cref="SignalMask"/>.</item>
/// </list>
/// </remarks>
internal sealed class SessionWatch : ICommandListener, IAsyncDisposable
{
    private static readonly JsonObject s_pagesOnly = new() { ["discover"] = true, ["filter"] = new JsonArray(new JsonObject { ["type"] = "page" }) };

    private readonly IEvidenceSink _evidence;
    private readonly ProcessIdentity _driver;
    private readonly ProcessIdentity _browser;
    private readonly ulong? _handlersAtStart;
    private readonly List<IDisposable> _exits = [];
    private readonly TaskCompletionSource _browserExit = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<LossCause> _death = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Watches nothing yet.</summary>
    public SessionWatch(
        IEvidenceSink evidence, ProcessIdentity driver, ProcessIdentity browser, Func<CancellationToken, Task<string?>> askTab,
        TimeSpan pageLoadLimit, ProxyLogin? proxy, TimeProvider time)
    {
        _evidence = evidence;
        _driver = driver;
        _browser = browser;
        Proxy = proxy;
        _handlersAtStart = SignalMask.ReadShutdownHandlers(browser.Pid);
        Browser = new DevToolsSocket(OnEvent, OnSocketClosed);
        Page = new PageWatch(Browser, pageLoadLimit, time);
        Follower = new TabFollower(Tabs, askTab, Use, TabClosed, _death.Task, time);
    }

    /// <summary>The connection to the browser.</summary>
    public DevToolsSocket Browser { get; }

    /// <summary>What answers the proxy's questions; null without a proxy.</summary>
    public ProxyLogin? Proxy { get; }

    /// <summary>The tab in use.</summary>
    public PageWatch Page { get; }

    /// <summary>The browser's pages.</summary>
    public TabTracker Tabs { get; } = new();

    /// <summary>Decides about a tab in use that was closed.</summary>
    public TabFollower Follower { get; }

    /// <summary>Ends at the first sign of a death of driver, browser or last window, with its cause.</summary>
    public Task<LossCause> Death => _death.Task;

    /// <summary>Ends when the browser's process exits.</summary>
    public Task BrowserExit => _browserExit.Task;

    /// <summary>True when the driver's process is found to be gone.</summary>
    public bool IsDriverGone => !_driver.IsRunning;

    /// <summary>True when the browser's process is found to be gone.</summary>
    public bool IsBrowserGone => !_browser.IsRunning;

    /// <summary>Begins to watch. Returns when every watcher is in place.</summary>
    public async Task StartAsync(Uri endpoint, CancellationToken cancellationToken)
    {
        _exits.Add(ExitWatcher.Watch(_driver, () => DriverExited("pidfd")));
        _exits.Add(ExitWatcher.WatchChild(_driver, () => DriverExited("process")));
        _exits.Add(ExitWatcher.Watch(_browser, BrowserProcessExited));
        await Browser.ConnectAsync(endpoint, cancellationToken).ConfigureAwait(false);
        if (Proxy is not null)
        {
            await ProxyLogin.StartAsync(Browser, cancellationToken).ConfigureAwait(false);
        }

        _ = await Browser.CallAsync("Target.setDiscoverTargets", s_pagesOnly.DeepClone().AsObject(), cancellationToken).ConfigureAwait(false);
        if (Tabs.InUse is { } target)
        {
            Page.TurnTo(target);
        }
    }

    /// <inheritdoc/>
    public void Use(string target)
    {
        Tabs.Use(target);
        Follower.Move();
        if (Browser.IsOpen)
        {
            Page.TurnTo(target);
        }
    }

    /// <inheritdoc/>
    public void Leave() => Tabs.Leave();

    /// <inheritdoc/>
    public void LookAround() => Follower.Move();

    /// <inheritdoc/>
    public void Call() => Follower.Call();

    /// <summary>
    /// Waits until everything is known that the browser had said before now; at most so long, for a browser that hangs is found elsewhere. A
    /// command on a tab or a browser that is going may end with success and null (measured) before the event that says so.
    /// </summary>
    public async Task CatchUpAsync(TimeSpan limit, TimeProvider time)
    {
        try
        {
            _ = await Browser.CallAsync("Browser.getVersion", null, CancellationToken.None).WaitAsync(limit, time).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is DevToolsException or TimeoutException)
        {
            // Gone, which is reported, or silent.
        }
    }

    /// <inheritdoc/>
    public void OnQuit() => Dead(LossCause.ClosedByUs, EvidenceStrength.Explicit, "command", "the driver was told to quit");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Follower.Dispose();
        foreach (IDisposable exit in _exits)
        {
            exit.Dispose();
        }

        await Browser.DisposeAsync().ConfigureAwait(false);
    }

    private void OnEvent(string? session, string method, JsonElement parameters)
    {
        if (session is not null)
        {
            Page.Take(session, method, parameters);
            return;
        }

        Proxy?.Take(Browser, method, parameters);
        switch (Tabs.Take(method, parameters))
        {
            case TabEvent.LastClosed:
                LastWindowClosed();
                break;
            case TabEvent.InUseCrashed:
                _evidence.Report(new Evidence(LossCause.TabLost, EvidenceStrength.Explicit, "cdp-target", "the tab in use crashed"));
                break;
            case TabEvent.InUseClosed:
                Follower.Close();
                break;
            default:
                break;
        }
    }

    private void TabClosed() =>
        _evidence.Report(new Evidence(LossCause.TabLost, EvidenceStrength.Explicit, "cdp-target", "the tab in use was closed"));

    private void LastWindowClosed()
    {
        if (_handlersAtStart is not > 0)
        {
            // Without the mask a signal cannot be told from a closed window: the process exit may still rename it.
            Dead(LossCause.WindowClosed, EvidenceStrength.Connection, "cdp-target", "the last window closed");
        }
        else if (SignalMask.ReadShutdownHandlers(_browser.Pid) == _handlersAtStart)
        {
            Dead(LossCause.WindowClosed, EvidenceStrength.Explicit, "cdp-target", "the last window closed, and the browser had no signal");
        }
        else
        {
            BrowserExited(EvidenceStrength.Connection, "cdp-target", "the browser shuts down after a signal");
        }
    }

    private void BrowserProcessExited()
    {
        BrowserExited(EvidenceStrength.Process, "pidfd", $"process {_browser.Pid} exited");
        _ = _browserExit.TrySetResult();
    }

    private void OnSocketClosed(string seen) => BrowserExited(EvidenceStrength.Connection, "cdp-socket", seen);

    private void BrowserExited(EvidenceStrength strength, string source, string detail) =>
        Dead(LossCause.BrowserExited, strength, source, detail);

    private void DriverExited(string source) =>
        Dead(LossCause.DriverExited, EvidenceStrength.Process, source, $"process {_driver.Pid} exited");

    private void Dead(LossCause cause, EvidenceStrength strength, string source, string detail)
    {
        // Reported first: whoever waits for the death may end the session, after which nothing is reported.
        _evidence.Report(new Evidence(cause, strength, source, detail));
        _ = _death.TrySetResult(cause);
    }
}
