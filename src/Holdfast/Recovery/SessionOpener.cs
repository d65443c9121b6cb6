using Microsoft.Extensions.Logging;

namespace Holdfast;

/// <summary>Opens a generation: ends the old browser or keeps it, launches, logs in by the cheapest way, verifies, sends a canary.</summary>
/// <remarks>Used by the manager's one supervising loop only.</remarks>
internal sealed class SessionOpener<TSession>(
    ISessionProvider<TSession> provider, ILoginVerifier? verifier, SessionOptions options, TimeProvider time, ILogger logger)
    where TSession : class
{
    private readonly RecoveryOptions _recovery = options.Recovery;
    private ISupervisedSession<TSession>? _session;
    private EvidenceRelay? _relay;
    private LoginSnapshot? _login;
    private string? _member;

    /// <summary>Makes one attempt for the given lease.</summary>
    /// <exception cref="StepFailedException">A step failed, or the new session died in it.</exception>
    public async Task OpenAsync(SessionLease<TSession> lease, SessionLease<TSession>? lost, int attempt, CancellationToken stopping)
    {
        StepRunner steps = new(lease, lost?.Death, attempt, time, stopping);
        _login = lost?.Login ?? _login;
        if (!await KeepAsync(steps, lost, attempt).ConfigureAwait(false))
        {
            await EndAsync(steps).ConfigureAwait(false);
            await LaunchAsync(steps, lease).ConfigureAwait(false);
        }

        _relay!.PointTo(lease);
        lease.Session = _session;
        await DrainAsync(lost, stopping).ConfigureAwait(false);
        LoginSnapshot login = await RestoreAsync(steps).ConfigureAwait(false) ?? await LogInAsync(steps).ConfigureAwait(false);
        await steps.RunAsync("canary", _recovery.CanaryTimeout, _session!.CanaryAsync).ConfigureAwait(false);
        lease.UpdateLogin(login);
        lease.MemberName = _member;
        lease.Beat();
    }

    /// <summary>Ends the browser, whoever it serves. Never throws.</summary>
    public async Task CloseAsync()
    {
        ISupervisedSession<TSession>? session = _session;
        _session = null;
        _relay?.PointTo(null);
        if (session is null)
        {
            return;
        }

        using CancellationTokenSource deadline = new(_recovery.EndTimeout, time);
        try
        {
            await session.EndAsync(deadline.Token).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            SessionLog.EndFailed(logger, options.Name, EvidenceText.Clean(exception.Message));
        }
    }

    /// <summary>A browser that was only logged out can serve on, if its command queue is free.</summary>
    private async Task<bool> KeepAsync(StepRunner steps, SessionLease<TSession>? lost, int attempt)
    {
        if (_session is not { } session || attempt > 1 || lost?.Death?.Cause != LossCause.LoggedOut)
        {
            return false;
        }

        try
        {
            return await steps.RunAsync("reuse", _recovery.ReuseTimeout, session.TryReuseAsync).ConfigureAwait(false);
        }
        catch (StepFailedException)
        {
            return false;
        }
    }

    private async Task EndAsync(StepRunner steps)
    {
        if (_session is not null)
        {
            // The deadline inside is for closing politely; killing and verifying follow whatever it says.
            await steps.RunAsync("end", _recovery.EndTimeout * 2, _ => CloseAsync()).ConfigureAwait(false);
        }
    }

    private async Task LaunchAsync(StepRunner steps, SessionLease<TSession> lease)
    {
        EvidenceRelay relay = new(lease);
        Task<ISupervisedSession<TSession>>? launch = null;
        try
        {
            _session = await steps.RunAsync("launch", _recovery.LaunchTimeout, token =>
                launch = provider.LaunchAsync(new SessionLaunch(lease.Generation, relay), token)).ConfigureAwait(false);
            _relay = relay;
        }
        catch when (launch is not null)
        {
            _ = EndLateAsync(launch, relay);
            throw;
        }
    }

    /// <summary>A launch that nobody waits for any more must leave no browser behind.</summary>
    private async Task EndLateAsync(Task<ISupervisedSession<TSession>> launch, EvidenceRelay relay)
    {
        relay.PointTo(null);
        try
        {
            ISupervisedSession<TSession> late = await launch.ConfigureAwait(false);
            await late.EndAsync(new CancellationToken(canceled: true)).ConfigureAwait(false);
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
            await lost.DrainAsync(_recovery.DrainTimeout, stopping).ConfigureAwait(false);
        }
    }

    private async Task<LoginSnapshot?> RestoreAsync(StepRunner steps)
    {
        if (verifier is null || _login is not { } saved)
        {
            return null;
        }

        try
        {
            await steps.RunAsync("restore-login", _recovery.RestoreTimeout, token => _session!.RestoreLoginAsync(saved, token))
                .ConfigureAwait(false);
            LoginSnapshot login = await CaptureAsync(steps).ConfigureAwait(false);
            return await VerifyAsync(steps, login).ConfigureAwait(false) ? login : null;
        }
        catch (StepFailedException) when (_session is not null)
        {
            // The next step is the log-in; if the session died, that step ends at once and says so.
            return null;
        }
    }

    private async Task<LoginSnapshot> LogInAsync(StepRunner steps)
    {
        await steps.RunAsync("log-in", _recovery.LogInTimeout, _session!.LogInAsync).ConfigureAwait(false);
        LoginSnapshot login = await CaptureAsync(steps).ConfigureAwait(false);
        if (verifier is not null && !await VerifyAsync(steps, login).ConfigureAwait(false))
        {
            throw new StepFailedException("verify", "the log-in hook returned, but the site does not know us: check user name, password and hook");
        }

        return login;
    }

    private Task<LoginSnapshot> CaptureAsync(StepRunner steps) =>
        steps.RunAsync("capture", _recovery.RestoreTimeout, _session!.CaptureLoginAsync);

    private Task<bool> VerifyAsync(StepRunner steps, LoginSnapshot login) =>
        steps.RunAsync("verify", options.IdentityTimeout, async token =>
        {
            Identity identity = await verifier!.WhoAmIAsync(login, token).ConfigureAwait(false);
            if (identity.Kind == IdentityKind.Unknown)
            {
                throw new StepFailedException("verify", $"the site could not say who we are: {identity.Detail}");
            }

            if (identity.Kind == IdentityKind.Member && _member is not null && identity.Name != _member)
            {
                throw new StepFailedException("verify", "the site knows us by another name than before");
            }

            _member ??= identity.Name;
            return identity.Kind == IdentityKind.Member;
        });
}
