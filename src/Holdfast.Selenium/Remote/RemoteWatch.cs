using System.Diagnostics.CodeAnalysis;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Holdfast.Selenium;

/// <summary>
/// What can be watched from afar: the session's BiDi connection, its windows and crashes, and the hub when any of these, or a failed call, gives
/// rise to doubt. There is no process to watch. Thread safe.
/// </summary>
/// <remarks>
/// A connection is opened again after a cut; opening it is also the one question about the session that was measured not to wait for a command
/// that runs there (1 ms, refused when the session is gone).
/// </remarks>
[SuppressMessage("Reliability", "CA2213", Justification = "The socket is disposed of in DisposeAsync, wherever it is in its life.")]
internal sealed class RemoteWatch : ICommandListener, IAsyncDisposable
{
    // A hub may accept a connection for a session that is gone, and close it at once: then the answer of a command decides.
    private static readonly TimeSpan s_trust = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_catchUpLimit = TimeSpan.FromMilliseconds(250);

    private readonly HubClient _hub;
    private readonly string _session;
    private readonly Uri? _bidi;
    private readonly IEvidenceSink _evidence;
    private readonly TimeProvider _time;
    private readonly HubDoubt _doubt;
    private readonly TabFollower _follower;
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource<LossCause> _death = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private DevToolsSocket? _socket;
    private long _connectedAt;
    private bool _ended;

    /// <summary>Watches nothing yet.</summary>
    public RemoteWatch(HubClient hub, string session, Uri? bidi, IEvidenceSink evidence, RemoteOptions options, TimeProvider time)
    {
        _hub = hub;
        _session = session;
        _bidi = bidi;
        _evidence = evidence;
        _time = time;
        _follower = new TabFollower(Tabs, AskTabAsync, Use, TabClosed, _death.Task, time);
        _doubt = new HubDoubt(LookAsync, (cause, seen) => Dead(cause, EvidenceStrength.Connection, "hub", seen), options, time);
    }

    /// <summary>The session's windows, as far as BiDi tells them, and the one in use.</summary>
    public TabTracker Tabs { get; } = new();

    /// <summary>Ends at the first sign of a death, with its cause.</summary>
    public Task<LossCause> Death => _death.Task;

    /// <summary>Ends when no doubt about the session is open.</summary>
    public Task Resolved => _doubt.Resolved;

    /// <summary>The session's BiDi connection while it is open; null otherwise.</summary>
    public DevToolsSocket? BiDi
    {
        get
        {
            lock (_gate)
            {
                return _socket is { IsOpen: true } ? _socket : null;
            }
        }
    }

    /// <summary>True when there should be a BiDi connection and there is none.</summary>
    public bool IsBlind => _bidi is not null && BiDi is null;

    /// <summary>Begins to watch; goes without BiDi where it cannot be had.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (_bidi is not null)
        {
            _ = await ConnectAsync(cancellationToken).ConfigureAwait(false);
        }

        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Something speaks against the session: looks whether it is still there. Returns at once.</summary>
    public void Doubt() => _doubt.Raise();

    /// <inheritdoc/>
    public void Use(string target)
    {
        Tabs.Use(target);
        _follower.Move();
    }

    /// <inheritdoc/>
    public void Leave() => Tabs.Leave();

    /// <inheritdoc/>
    public void LookAround() => _follower.Move();

    /// <inheritdoc/>
    public void Call() => _follower.Call();

    /// <inheritdoc/>
    public void OnQuit() => Dead(LossCause.ClosedByUs, EvidenceStrength.Explicit, "command", "the driver was told to quit");

    /// <summary>The hub said that it knows no such session.</summary>
    public void OnSessionGone(string said) => Dead(LossCause.BrowserExited, EvidenceStrength.Connection, "hub", said);

    /// <summary>Asks over a BiDi connection.</summary>
    public static async Task<HubAnswer> AskAsync(
        DevToolsSocket socket, string method, JsonObject? parameters, CancellationToken cancellationToken)
    {
        try
        {
            return new HubAnswer(
                HubAnswerKind.Answered, "answered", await socket.CallAsync(method, parameters, cancellationToken).ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            return new HubAnswer(HubAnswerKind.Silence, "no answer");
        }
        catch (DevToolsException exception)
        {
            return new HubAnswer(socket.IsOpen ? HubAnswerKind.Refused : HubAnswerKind.NoHub, EvidenceText.Clean(exception.Message));
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _follower.Dispose();
        _doubt.Dispose();
        DevToolsSocket? socket;
        lock (_gate)
        {
            _ended = true;
            socket = _socket;
        }

        if (socket is not null)
        {
            await socket.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Ends when what was told of the tab in use until now is decided: it is there, or lost. Without BiDi nothing is told.</summary>
    public async Task DecideTabAsync(CancellationToken cancellationToken)
    {
        if (BiDi is { } socket)
        {
            // Answers come behind the events of before.
            using CancellationTokenSource limit = new(s_catchUpLimit, _time);
            using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
            _ = await AskAsync(socket, "session.status", null, either.Token).ConfigureAwait(false);
        }

        await _follower.Decided.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<HubAnswer> LookAsync(CancellationToken cancellationToken)
    {
        HubAnswer hub = await _hub.LimitAsync(_hub.StatusAsync, cancellationToken).ConfigureAwait(false);
        if (hub.IsCut)
        {
            return hub;
        }

        if (BiDi is { } socket && (await _hub.LimitAsync(token => AskAsync(socket, "session.status", null, token), cancellationToken)
            .ConfigureAwait(false)).Kind == HubAnswerKind.Answered)
        {
            return hub;
        }

        TimeSpan wait = _bidi is null ? TimeSpan.MaxValue : s_trust - _time.GetElapsedTime(Interlocked.Read(ref _connectedAt));
        if (wait <= TimeSpan.Zero && await ReconnectAsync(cancellationToken).ConfigureAwait(false) is { Kind: HubAnswerKind.Answered } connected)
        {
            return connected;
        }

        HubAnswer windows = await _hub.LimitAsync(token => _hub.WindowsAsync(_session, token), cancellationToken).ConfigureAwait(false);
        if (wait > TimeSpan.Zero && wait <= s_trust && windows.Kind is not (HubAnswerKind.SessionGone or HubAnswerKind.NoHub))
        {
            await Task.Delay(wait, _time, cancellationToken).ConfigureAwait(false);
            _ = await ReconnectAsync(cancellationToken).ConfigureAwait(false);
        }

        // A command that runs holds back this answer: then only the hub could be asked.
        return windows.Kind == HubAnswerKind.Silence ? hub : windows;
    }

    private Task<HubAnswer> ReconnectAsync(CancellationToken cancellationToken) => _hub.LimitAsync(ConnectAsync, cancellationToken);

    [SuppressMessage("Reliability", "CA2000", Justification = "It becomes the watch's own, or is disposed of.")]
    private async Task<HubAnswer> ConnectAsync(CancellationToken cancellationToken)
    {
        DevToolsSocket? mine = null;
        mine = new DevToolsSocket(OnEvent, _ => OnClosed(mine), new FarConnection(_hub.Authorization));
        try
        {
            await mine.ConnectAsync(_bidi!, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException)
        {
            await mine.DisposeAsync().ConfigureAwait(false);
            return new HubAnswer(HubAnswerKind.NoHub, EvidenceText.Clean(exception.Message));
        }

        DevToolsSocket? before;
        bool ended;
        lock (_gate)
        {
            ended = _ended;
            (before, _socket) = ended ? (mine, _socket) : (_socket, mine);
        }

        Interlocked.Exchange(ref _connectedAt, _time.GetTimestamp());
        if (before is not null)
        {
            await before.DisposeAsync().ConfigureAwait(false);
        }

        if (ended)
        {
            return new HubAnswer(HubAnswerKind.NoHub, "the session is ended");
        }

        if (!mine.IsOpen)
        {
            // Closed before it was the session's own: its end was nobody's news, and the next sign would be a heartbeat's.
            _doubt.Raise();
            return new HubAnswer(HubAnswerKind.NoHub, "the hub closed the session's connection at once");
        }

        Tabs.Forget();
        _ = SubscribeAsync(mine);
        return new HubAnswer(HubAnswerKind.Answered, "the session's connection is open");
    }

    // Waits for a command that runs; what comes meanwhile is told by that command's own end.
    private static async Task SubscribeAsync(DevToolsSocket socket)
    {
        foreach (string[] events in (string[][])[["browsingContext.contextCreated", "browsingContext.contextDestroyed"], ["goog:cdp.Inspector.targetCrashed"]])
        {
            JsonObject wanted = new() { ["events"] = new JsonArray([.. events.Select(one => JsonValue.Create(one))]) };
            try
            {
                _ = await socket.CallAsync("session.subscribe", wanted, CancellationToken.None).ConfigureAwait(false);
            }
            catch (DevToolsException)
            {
                // Not offered, or the connection went: then commands tell.
            }
        }
    }

    private void OnClosed(DevToolsSocket? which)
    {
        lock (_gate)
        {
            if (_ended || which != _socket)
            {
                return;
            }
        }

        _doubt.Raise();
    }

    private void OnEvent(string? session, string method, JsonElement parameters)
    {
        switch (method)
        {
            case "browsingContext.contextCreated" when IsTab(parameters):
                Tabs.Add(parameters.GetProperty("context").GetString()!);
                break;
            case "browsingContext.contextDestroyed" when IsTab(parameters):
                Removed(Tabs.Remove(parameters.GetProperty("context").GetString()!));
                break;
            case "goog:cdp.Inspector.targetCrashed" when Tabs.InUse is { } tab && BiDi is { } socket:
                _ = FindCrashAsync(socket, tab, parameters.GetProperty("session").GetString()!);
                break;
            default:
                break;
        }
    }

    private void Removed(TabEvent tab)
    {
        if (tab == TabEvent.LastClosed)
        {
            Dead(LossCause.WindowClosed, EvidenceStrength.Connection, "bidi", "the last window closed");
        }
        else if (tab == TabEvent.InUseClosed)
        {
            _follower.Close();
        }
    }

    private void TabClosed() => _evidence.Report(new Evidence(LossCause.TabLost, EvidenceStrength.Explicit, "bidi", "the tab in use was closed"));

    private async Task<string?> AskTabAsync(CancellationToken cancellationToken)
    {
        HubAnswer answer = await _hub.AskSessionAsync(HttpMethod.Get, _session, "window", null, cancellationToken).ConfigureAwait(false);
        return answer.Kind switch
        {
            HubAnswerKind.Answered => answer.Value.GetString(),
            HubAnswerKind.WindowGone or HubAnswerKind.TabCrashed => null,
            _ => throw new HttpRequestException(answer.Detail),
        };
    }

    // The event names a session of the driver's, not the tab.
    private async Task FindCrashAsync(DevToolsSocket socket, string tab, string crashed)
    {
        try
        {
            JsonElement found = await socket.CallAsync("goog:cdp.getSession", new JsonObject { ["context"] = tab }, CancellationToken.None)
                .ConfigureAwait(false);
            if (found.GetProperty("session").GetString() == crashed && Tabs.Crash(tab) == TabEvent.InUseCrashed)
            {
                _evidence.Report(new Evidence(LossCause.TabLost, EvidenceStrength.Explicit, "bidi", "the tab in use crashed"));
            }
        }
        catch (DevToolsException)
        {
            // The next command tells.
        }
    }

    private static bool IsTab(JsonElement context) => !context.TryGetProperty("parent", out JsonElement parent) || parent.ValueKind == JsonValueKind.Null;

    private void Dead(LossCause cause, EvidenceStrength strength, string source, string detail)
    {
        // Reported first: whoever waits for the death may end the session, after which nothing is reported.
        _evidence.Report(new Evidence(cause, strength, source, detail));
        _ = _death.TrySetResult(cause);
    }
}
