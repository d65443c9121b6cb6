using Microsoft.Extensions.Logging;

namespace Holdfast;

/// <summary>Opens a generation: ends the old browser or keeps it, launches, logs in by the cheapest way, verifies, sends a canary.</summary>
/// <remarks>Used by the manager's one supervising loop only.</remarks>
internal sealed partial class SessionOpener<TSession>(
    ISessionProvider<TSession> provider, LoginQuestion question, ILoginLimit? limit, SessionOptions options, TimeProvider time, ILogger logger)
    where TSession : class
{
    private readonly RecoveryOptions _recovery = options.Recovery;
    private readonly HeldSecrets _secrets = new();
    private readonly LoginGuard _guard = new(limit, options.Name, time, logger);
    private ISupervisedSession<TSession>? _session;
    private EvidenceRelay? _relay;
    private LoginSnapshot? _login;

    // The site has refused `_login` since it last knew us.
    private bool _isRefused;
    private Task _ending = Task.CompletedTask;
    private Task _late = Task.CompletedTask;

    /// <summary>Makes one attempt for the given lease.</summary>
    /// <param name="lease">The generation that is opened.</param>
    /// <param name="lost">The one before; null when there was none.</param>
    /// <param name="left">What is left of the one before.</param>
    /// <param name="attempt">The attempt's ordinal, from 1.</param>
    /// <param name="stopping">Ends the attempt.</param>
    /// <exception cref="StepFailedException">A step failed, or the new session died in it.</exception>
    public async Task OpenAsync(SessionLease<TSession> lease, SessionLease<TSession>? lost, SessionParts left, int attempt, CancellationToken stopping)
    {
        StepRunner steps = new(lease, lost?.Death, attempt, time, stopping);
        _login = lost?.Login ?? _login;
        bool kept = await KeepAsync(steps, lost, left.Browser).ConfigureAwait(false);
        if (!kept)
        {
            await EndAsync(steps).ConfigureAwait(false);
            if (!question.CanBeAsked || _login is null || _isRefused)
            {
                // The login is sure to be needed: where it may not be tried, a browser is of no use.
                await _guard.RequireAsync(stopping).ConfigureAwait(false);
            }

            await LaunchAsync(steps, lease, isFirst: lost is null).ConfigureAwait(false);
        }

        _relay!.Serve(lease);
        lease.Session = _session;
        await DrainAsync(lost, stopping).ConfigureAwait(false);
        LoginSnapshot login = await RestoreAsync(steps, holds: kept && left.Login == LoginPart.Alive).ConfigureAwait(false)
            ?? await LogInAsync(steps, stopping).ConfigureAwait(false);
        await steps.RunAsync("canary", _recovery.CanaryTimeout, _session!.CanaryAsync).ConfigureAwait(false);
        _isRefused = false;
        lease.UpdateLogin(login);
        lease.Beat();
    }

    /// <summary>Ends the browser, whoever it serves, and whatever is still being ended. Never throws, and never hangs: closing politely has
    /// its deadline, and killing and verifying may take as long again.</summary>
    public async Task CloseAsync()
    {
        using CancellationTokenSource budget = new(_recovery.EndTimeout * 2, time);
        try
        {
            await Task.WhenAll(_late, EndSessionAsync(), _ending).WaitObservedAsync(budget.Token).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            SessionLog.EndFailed(logger, options.Name, EvidenceText.Clean(exception.Message));
        }
    }

    /// <summary>The browser reports nothing from here on, whether or not it can be ended.</summary>
    private Task EndSessionAsync()
    {
        if (_session is { } session)
        {
            _session = null;
            _relay?.Close();
            _ending = Task.Run(async () =>
            {
                using CancellationTokenSource deadline = new(_recovery.EndTimeout, time);
                await session.EndAsync(deadline.Token).ConfigureAwait(false);
            });
        }

        return _ending;
    }

    /// <summary>A browser that was only logged out can serve on, if its command queue is free; one that lost a tab, with a new tab.</summary>
    private async Task<bool> KeepAsync(StepRunner steps, SessionLease<TSession>? lost, BrowserPart browser)
    {
        if (_session is not { } session || lost?.Death is not { Cause: var cause } || StepThatKeeps(browser) is not var (step, timeout))
        {
            return false;
        }

        try
        {
            return await steps.RunAsync(step, timeout, token => session.TryReuseAsync(cause, token)).ConfigureAwait(false);
        }
        catch (StepFailedException)
        {
            return false;
        }
    }

    /// <summary>The cheapest step after a death that may have left the browser itself whole; null when there is none.</summary>
    private (string Step, TimeSpan Timeout)? StepThatKeeps(BrowserPart browser) => browser switch
    {
        BrowserPart.Open => ("reuse", _recovery.ReuseTimeout),
        BrowserPart.Hurt => ("new-tab", _recovery.NewTabTimeout),
        _ => null,
    };

    private async Task EndAsync(StepRunner steps)
    {
        if (_session is null)
        {
            return;
        }

        // Begun here and not in the step: a step that is given up may still begin later, beside the closing of the manager, which would then
        // not know of the end that it must wait for.
        Task ending = EndSessionAsync();
        try
        {
            await steps.RunAsync("end", _recovery.EndTimeout * 2, _ => ending).ConfigureAwait(false);
        }
        catch (StepFailedException exception)
        {
            // An old browser that cannot be ended is noted; it is no reason not to open a new one.
            SessionLog.EndFailed(logger, options.Name, exception.Reason);
        }
    }

    private async Task LaunchAsync(StepRunner steps, SessionLease<TSession> lease, bool isFirst)
    {
        EvidenceRelay relay = new(lease);
        try
        {
            _session = await steps.RunAsync(
                "launch",
                _recovery.LaunchTimeout,
                token => provider.LaunchAsync(new SessionLaunch(lease.Generation, relay), token),
                abandoned: launch =>
                {
                    relay.Close();
                    _late = Task.WhenAll(_late, EndLateAsync(launch));
                }).ConfigureAwait(false);
        }
        catch (StepFailedException exception) when (isFirst && exception.InnerException is SessionSetupException)
        {
            // Later it was there once and may come back, such as a browser that is being upgraded.
            throw exception.AsFinal(FinalKind.SetupMissing, "what it needs is not there");
        }

        _relay = relay;
    }

    /// <summary>A launch that nobody waits for any more must leave no browser behind.</summary>
    private async Task EndLateAsync(Task<ISupervisedSession<TSession>> launch)
    {
        await ((Task)launch).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!launch.IsCompletedSuccessfully)
        {
            return;
        }

        ISupervisedSession<TSession> late = await launch.ConfigureAwait(false);
        try
        {
            // On the pool: a launch that was over when it was given up is ended on the thread that recovers, which foreign code may not block.
            await Task.Run(() => late.EndAsync(new CancellationToken(canceled: true))).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            SessionLog.EndFailed(logger, options.Name, EvidenceText.Clean(exception.Message));
        }
    }

    /// <summary>Late answers of the lost generation must not mix with the next one's login.</summary>
    private async Task DrainAsync(SessionLease<TSession>? lost, CancellationToken stopping)
    {
        if (lost is not null)
        {
            await lost.DrainAsync(_recovery.InFlightTimeout, stopping).ConfigureAwait(false);
        }
    }

    /// <summary>Puts the earlier login back.</summary>
    /// <param name="steps">Runs the steps.</param>
    /// <param name="holds">True when the browser still holds its cookies, newer perhaps than ours.</param>
    /// <returns>The login when the site knows us by it; null when a log-in is needed.</returns>
    /// <exception cref="StepFailedException">The site cannot say who we are: logging in would be a guess, and guesses lock accounts.</exception>
    private async Task<LoginSnapshot?> RestoreAsync(StepRunner steps, bool holds)
    {
        if (!question.CanBeAsked || _login is not { } saved)
        {
            return null;
        }

        if (_isRefused)
        {
            // What a site refused is never put back: some cannot even show their login page to whoever sends it.
            await steps.RunAsync("forget-login", _recovery.RestoreTimeout, _session!.ForgetLoginAsync).ConfigureAwait(false);
            return null;
        }

        LoginSnapshot login;
        try
        {
            if (!holds)
            {
                await steps.RunAsync("restore-login", _recovery.RestoreTimeout, token => _session!.RestoreLoginAsync(saved, token))
                    .ConfigureAwait(false);
            }

            login = await CaptureAsync(steps).ConfigureAwait(false);
        }
        catch (StepFailedException)
        {
            // The next step is the log-in; if the session died, that step ends at once and says so.
            return null;
        }

        Identity identity = await VerifyAsync(steps, login).ConfigureAwait(false);
        _isRefused = identity.Kind != IdentityKind.Member;
        return _isRefused ? null : login;
    }

    private Task<LoginSnapshot> CaptureAsync(StepRunner steps) =>
        steps.RunAsync("capture", _recovery.RestoreTimeout, token => CaptureAsync(_session!, token));

    private async Task<LoginSnapshot> CaptureAsync(ISupervisedSession<TSession> session, CancellationToken cancellationToken)
    {
        LoginSnapshot login = await session.CaptureLoginAsync(cancellationToken).ConfigureAwait(false);
        _secrets.PutLogin(login);
        return login;
    }
}
