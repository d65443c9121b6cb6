using System.Text.Json;
using OpenQA.Selenium;

namespace Holdfast.Selenium;

/// <summary>One supervised browser on another machine.</summary>
internal sealed class RemoteSession : ISupervisedSession<IWebDriver>
{
    // As for a local suspicion: a browser that shuts down loses its tabs some 155 ms before its session.
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(180);

    private readonly LaunchedRemote _launched;
    private readonly RemoteOptions _options;
    private readonly TimeProvider _time;
    private readonly DriverWork _work;
    private readonly FailureClassifier _classifier;
    private readonly RemoteDevTools _devTools;
    private readonly RemoteProbe _probe;
    private readonly Lock _gate = new();
    private Task? _end;

    public RemoteSession(LaunchedRemote launched, RemoteOptions options, TimeProvider time)
    {
        _launched = launched;
        _options = options;
        _time = time;
        _work = new DriverWork(launched.Driver, launched.Thread, launched.Commands, time);

        // The other machine's processes cannot be seen: a lost connection is never a death by itself.
        _classifier = new FailureClassifier(() => false, options.ClassificationOverride);
        _devTools = new RemoteDevTools(launched.Hub, launched.Id);
        _probe = new RemoteProbe(launched);
        Faults = new RemoteFaults(launched, _devTools, _work, options.LogOut);
    }

    /// <summary>What the launch made; for tests.</summary>
    internal LaunchedRemote Launched => _launched;

    public TimeSpan? CommandAge => _work.CommandAge;

    public IFaultTarget Faults { get; }

    public async Task<TResult> InvokeAsync<TResult>(
        Func<IWebDriver, CancellationToken, Task<TResult>> work, CancellationToken cancellationToken)
    {
        (TResult result, bool mayBeCutOff) = await _work.InvokeAsync(
            (driver, token) => _launched.Commands.JudgeAsync(() => work(driver, token)), cancellationToken).ConfigureAwait(false);
        if (mayBeCutOff)
        {
            await _launched.Watch.DecideTabAsync(cancellationToken).ConfigureAwait(false);
        }

        return result;
    }

    public async Task<LoginSnapshot> CaptureLoginAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<SessionCookie> cookies = await BrowserCookies.ReadAsync(_devTools, cancellationToken).ConfigureAwait(false);

        // What the browser really sends could only be seen by a listener that it can reach; ours may be behind a wall.
        JsonElement answer = await _devTools.CallAsync("Runtime.evaluate", BrowserHeaders.ScriptQuestion(), cancellationToken)
            .ConfigureAwait(false);
        (string userAgent, string acceptLanguage) = BrowserHeaders.FromScriptAnswer(answer);
        return new LoginSnapshot(cookies, userAgent, acceptLanguage);
    }

    public Task RestoreLoginAsync(LoginSnapshot login, CancellationToken cancellationToken) =>
        BrowserCookies.WriteAsync(_devTools, login.Cookies, cancellationToken);

    public Task ForgetLoginAsync(CancellationToken cancellationToken) => BrowserCookies.DeleteAllAsync(_devTools, cancellationToken);

    public Task LogInAsync(LoginContext login) => _work.LogInAsync(_options.LogIn, login);

    public Task<ShownPage?> LookAtPageAsync(CancellationToken cancellationToken) => _work.LookAsync(cancellationToken);

    public bool IsDriverFault(Exception exception) => DriverFault.Is(exception);

    public Task CanaryAsync(CancellationToken cancellationToken) => _work.CanaryAsync(cancellationToken);

    public Task<ProbeResult> ProbeAsync(CancellationToken cancellationToken) => _probe.ProbeAsync(cancellationToken);

    public async Task<bool> TryReuseAsync(LossCause cause, CancellationToken cancellationToken)
    {
        if (_launched.Watch.Death.IsCompleted)
        {
            return false;
        }

        try
        {
            if (cause != LossCause.LoggedOut && !await CanReplaceAsync(cause, cancellationToken).ConfigureAwait(false))
            {
                return false;
            }

            await CanaryAsync(cancellationToken).ConfigureAwait(false);
            return !_launched.Watch.Death.IsCompleted;
        }
        catch (Exception exception) when (exception is WebDriverException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return false;
        }
    }

    public Verdict Classify(Exception exception) => _classifier.Classify(exception);

    public async Task<Verdict> ConfirmAsync(Verdict suspicion, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = new(s_patience, _time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        _launched.Watch.Doubt();
        Task resolved = _launched.Watch.Resolved;
        HubAnswer window = suspicion.Cause == LossCause.TabLost
            ? await _launched.Hub.AskSessionAsync(HttpMethod.Get, _launched.Id, "window", null, either.Token).ConfigureAwait(false)
            : new HubAnswer(HubAnswerKind.Silence, "");
        bool isWindowThere = window.Kind == HubAnswerKind.Answered;
        Task dead = _launched.Watch.Death;
        try
        {
            // A tab that is there ends the matter; a lost one may be the first sign of a browser that goes.
            await (isWindowThere ? resolved : suspicion.Cause == LossCause.TabLost ? dead : Task.WhenAny(resolved, dead))
                .WaitAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The hub needs longer, or all is said. The doubt goes on by itself.
        }

        if (_launched.Watch.Death.IsCompletedSuccessfully)
        {
            return new Verdict(VerdictKind.Dead, await _launched.Watch.Death.ConfigureAwait(false), suspicion.Rule);
        }

        return window.Kind switch
        {
            HubAnswerKind.WindowGone or HubAnswerKind.TabCrashed => new Verdict(VerdictKind.Dead, LossCause.TabLost, suspicion.Rule),
            HubAnswerKind.Answered => new Verdict(VerdictKind.CallerFault, null, suspicion.Rule),
            _ => suspicion,
        };
    }

    public Task EndAsync(CancellationToken cancellationToken)
    {
        _launched.Evidence.Close();
        lock (_gate)
        {
            // Not under the lock: the first step of the end yields.
            return _end ??= Task.Run(() => RemoteEnd.EndAsync(_launched, _time, cancellationToken), CancellationToken.None);
        }
    }

    private async Task<bool> CanReplaceAsync(LossCause cause, CancellationToken cancellationToken)
    {
        if (cause == LossCause.Unresponsive)
        {
            ProbeResult probe = await _probe.ProbeAsync(cancellationToken).ConfigureAwait(false);
            if (!_launched.Thread.IsIdle || (!probe.Alive && probe.Stuck != SessionLayer.Tab))
            {
                // A command that hangs holds up every other: not even a new tab can be had.
                return false;
            }
        }

        return await RemoteTabs.ReplaceAsync(_launched, cancellationToken).ConfigureAwait(false);
    }
}
