using OpenQA.Selenium;

namespace Holdfast.Selenium;

/// <summary>One supervised browser.</summary>
internal sealed class ChromiumSession : ISupervisedSession<IWebDriver>
{
    // A logged-out browser must be free at once; a tab that hangs was seen to be let go 0.7 s after it was closed.
    private static readonly TimeSpan s_reuseLimit = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan s_catchUpLimit = TimeSpan.FromMilliseconds(250);

    private readonly LaunchedChromium _launched;
    private readonly ChromiumOptions _options;
    private readonly TimeProvider _time;
    private readonly DriverWork _work;
    private readonly FailureClassifier _classifier;
    private readonly BrowserHeaders _headers;
    private readonly GivenUpCommand _givenUp;
    private readonly SessionProbe _probe;
    private readonly ChromiumFaults _faults;
    private readonly Lock _gate = new();
    private Task? _end;

    public ChromiumSession(LaunchedChromium launched, ChromiumOptions options, CachedHeaders known, HttpClient http, TimeProvider time)
    {
        _launched = launched;
        _options = options;
        _time = time;
        _work = new DriverWork(launched.Driver, launched.Thread, launched.Commands, time);
        _classifier = new FailureClassifier(() => launched.Watch.IsDriverGone, options.ClassificationOverride);
        _headers = new BrowserHeaders(launched.Watch, known, time);
        _faults = new ChromiumFaults(launched, _work, options.LogOut);
        _givenUp = new GivenUpCommand(new Uri(launched.Service.ServiceUrl, $"/session/{launched.Driver.SessionId}/timeouts"), http, time);
        _probe = new SessionProbe(launched.Watch, launched.Record, launched.Service.ServiceUrl, _givenUp, http, time);
    }

    /// <summary>What the launch made; for tests.</summary>
    internal LaunchedChromium Launched => _launched;

    public TimeSpan? CommandAge => _work.CommandAge;

    public IFaultTarget Faults => _faults;

    public async Task<TResult> InvokeAsync<TResult>(
        Func<IWebDriver, CancellationToken, Task<TResult>> work, CancellationToken cancellationToken)
    {
        long started = _time.GetTimestamp();
        (TResult result, bool mayBeCutOff) = await _work.InvokeAsync(
            (driver, token) => _launched.Commands.JudgeAsync(() => WatchAsync(() => work(driver, token))), cancellationToken).ConfigureAwait(false);
        if (result is null || mayBeCutOff || _time.GetElapsedTime(started) > CommandObserver.LongCommand)
        {
            await _launched.Watch.CatchUpAsync(s_catchUpLimit, _time).ConfigureAwait(false);
        }

        if (mayBeCutOff)
        {
            await _launched.Watch.Follower.Decided.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        return result;
    }

    /// <summary>On the driver's thread: before it takes the next command.</summary>
    private async Task<TResult> WatchAsync<TResult>(Func<Task<TResult>> work)
    {
        try
        {
            return await work().ConfigureAwait(true);
        }
        catch (WebDriverException exception) when (GivenUpCommand.IsGivenUp(exception))
        {
            await _givenUp.WatchAsync(_launched.Commands.Last ?? "a command").ConfigureAwait(true);
            throw;
        }
    }

    public async Task LogInAsync(LoginContext login)
    {
        try
        {
            await _work.LogInAsync(_options.LogIn, login).ConfigureAwait(false);
        }
        catch (Exception exception) when (_launched.Watch.Proxy?.Refusal is { } refusal)
        {
            throw new SessionSetupException(refusal, exception) { Fault = SessionSetupFault.ProxyRefuses };
        }
    }

    public Task<ShownPage?> LookAtPageAsync(CancellationToken cancellationToken) => _work.LookAsync(cancellationToken);

    public bool IsDriverFault(Exception exception) => DriverFault.Is(exception);

    public async Task<LoginSnapshot> CaptureLoginAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<SessionCookie> cookies = await BrowserCookies.ReadAsync(_launched.Watch.Browser, cancellationToken).ConfigureAwait(false);
        (string userAgent, string acceptLanguage) = await _headers.ReadAsync(cancellationToken).ConfigureAwait(false);
        return new LoginSnapshot(cookies, userAgent, acceptLanguage);
    }

    public Task RestoreLoginAsync(LoginSnapshot login, CancellationToken cancellationToken) =>
        BrowserCookies.WriteAsync(_launched.Watch.Browser, login.Cookies, cancellationToken);

    public Task ForgetLoginAsync(CancellationToken cancellationToken) =>
        BrowserCookies.DeleteAllAsync(_launched.Watch.Browser, cancellationToken);

    public Task CanaryAsync(CancellationToken cancellationToken) => _work.CanaryAsync(cancellationToken);

    public Task<ProbeResult> ProbeAsync(CancellationToken cancellationToken) => _probe.ProbeAsync(cancellationToken);

    public async Task<bool> TryReuseAsync(LossCause cause, CancellationToken cancellationToken)
    {
        if (_launched.Watch.Death.IsCompleted)
        {
            return false;
        }

        using CancellationTokenSource limit = new(cause == LossCause.LoggedOut ? s_reuseLimit : Timeout.InfiniteTimeSpan, _time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            if (cause == LossCause.Unresponsive)
            {
                if (await _probe.FindStuckAsync(either.Token).ConfigureAwait(false) is SessionLayer.Browser or SessionLayer.Driver)
                {
                    return false;
                }

                await TabRepair.ReplaceAsync(_launched, either.Token).ConfigureAwait(false);
            }
            else
            {
                await TabRepair.EnsureAsync(_launched, either.Token).ConfigureAwait(false);
            }

            await CanaryAsync(either.Token).ConfigureAwait(false);
            return !_launched.Watch.Death.IsCompleted;
        }
        catch (Exception exception) when (exception is OperationCanceledException or WebDriverException or DevToolsException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return false;
        }
    }

    public Verdict Classify(Exception exception) => _classifier.Classify(exception);

    public Task<Verdict> ConfirmAsync(Verdict suspicion, CancellationToken cancellationToken) =>
        Suspicion.ResolveAsync(suspicion, _launched.Watch, _time, cancellationToken);

    public Task EndAsync(CancellationToken cancellationToken)
    {
        _launched.Evidence.Close();
        lock (_gate)
        {
            // Not under the lock: the first step of the end yields.
            return _end ??= Task.Run(EndAllAsync, CancellationToken.None);
        }

        async Task EndAllAsync()
        {
            try
            {
                await SessionEnd.EndAsync(_launched, _time, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                _faults.ReleaseDisk();
                _launched.Profile?.Dispose();
            }
        }
    }
}
