namespace Holdfast;

/// <content>The login hook, and what becomes of a login that did not hold.</content>
internal sealed partial class SessionOpener<TSession>
{
    private async Task<LoginSnapshot> LogInAsync(StepRunner steps, CancellationToken stopping)
    {
        if (verifier?.PauseLeft is { Ticks: > 0 } pause)
        {
            // The browser knows of no pause, and whoever logs in into one may be locked out.
            SessionLog.WaitsForSite(logger, options.Name, "it asked for a pause, and nobody logs in before its end");
            await steps.WaitAsync(pause).ConfigureAwait(false);
        }

        await _guard.RequireAsync(stopping).ConfigureAwait(false);
        try
        {
            await steps.RunAsync("log-in", _recovery.LogInTimeout, token => LogInAsync(_session!, token)).ConfigureAwait(false);
        }
        catch (StepFailedException exception) when (HookFault.RefusalIn(exception) is not null)
        {
            throw await _guard.RefusedAsync(exception, stopping).ConfigureAwait(false);
        }
        catch (StepFailedException exception) when (IsOwnFault(exception, steps))
        {
            // What a browser that dies makes of a hook looks like the hook's own fault: only one that lives clears itself of it.
            await steps.RunAsync("canary", _recovery.CanaryTimeout, _session!.CanaryAsync).ConfigureAwait(false);
            throw HookFailed("log-in", exception);
        }

        LoginSnapshot login = await CaptureAsync(steps).ConfigureAwait(false);
        if (verifier is null)
        {
            return login;
        }

        Identity identity = await VerifyAsync(steps, login).ConfigureAwait(false);
        if (identity.Kind == IdentityKind.Member)
        {
            return login;
        }

        bool refused = await IsAtLoginPageAsync(steps).ConfigureAwait(false);
        StepFailedException failed = new(
            "verify",
            $"the log-in hook returned, but {EvidenceText.Clean(identity.Detail)}{(refused ? ", and the browser shows the login page" : "")}: check user name, password and hook");
        throw refused ? await _guard.RefusedAsync(failed, stopping).ConfigureAwait(false) : failed;
    }

    /// <summary>Runs the hook. What it throws may quote a cookie that the site has just set, so the cookies are learned before anybody keeps its text.</summary>
    private async Task LogInAsync(ISupervisedSession<TSession> session, CancellationToken cancellationToken)
    {
        try
        {
            await session.LogInAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            using CancellationTokenSource deadline = new(s_learnTimeout, time);
            using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
            await ((Task)CaptureAsync(session, either.Token)).WaitObservedAsync(either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }
    }

    /// <summary>Whoever is not known to the site after a login, and is shown the login page, was refused.</summary>
    private async Task<bool> IsAtLoginPageAsync(StepRunner steps)
    {
        try
        {
            return await steps.RunAsync("login-page", _recovery.CanaryTimeout, async token =>
                await _session!.LookAtPageAsync(token).ConfigureAwait(false) is { } page
                    && (page.AsksForPassword || (page.Address is { } address && verifier!.IsLoginPage(address)))).ConfigureAwait(false);
        }
        catch (StepFailedException)
        {
            return false;
        }
    }

    private bool IsOwnFault(StepFailedException failed, StepRunner steps) =>
        !steps.IsLost && failed.InnerException is { } thrown && HookFault.IsOwn(thrown, one => _session?.IsDriverFault(one) == true);

    private StepFailedException HookFailed(string hook, StepFailedException failed)
    {
        HookFailedException fault = new(hook, failed.InnerException!);
        SessionLog.HookFailed(logger, options.Name, fault);
        return new StepFailedException(failed.Step, fault.Message, fault, new(FinalKind.HookFailed, "a hook of this program failed"));
    }
}
