namespace Holdfast;

/// <content>The login hook, and what becomes of a login that did not hold.</content>
internal sealed partial class SessionOpener<TSession>
{
    // So often a site may ask for a pause before a look at a login is given up.
    private const int MostPauses = 3;

    private async Task<LoginSnapshot> LogInAsync(StepRunner steps, CancellationToken stopping)
    {
        if (question.PauseLeft is { Ticks: > 0 } pause)
        {
            // The browser knows of no pause, and whoever logs in into one may be locked out.
            Task wait = steps.WaitAsync(pause);
            SessionLog.WaitsForSite(logger, options.Name, "it asked for a pause; the login waits for its end");
            await wait.ConfigureAwait(false);
        }

        await _guard.RequireAsync(stopping).ConfigureAwait(false);
        try
        {
            await steps.RunAsync("log-in", _recovery.LogInTimeout, (deadline, token) => LogInAsync(
                _session!, new LoginContext(() => question.ClockAhead, deadline.Hold, time, token))).ConfigureAwait(false);
        }
        catch (StepFailedException exception) when (HookFault.RefusalIn(exception) is not null)
        {
            throw await _guard.RefusedAsync(exception, stopping).ConfigureAwait(false);
        }
        catch (StepFailedException exception) when (!steps.IsLost && !HookFault.IsPassing(exception))
        {
            StepFailedException judged = await JudgeAsync(steps, exception).ConfigureAwait(false);
            throw await RefusalOfAsync(steps, judged).ConfigureAwait(false) is { } refusal
                ? await _guard.RefusedAsync(refusal, stopping).ConfigureAwait(false)
                : judged;
        }

        LoginSnapshot login = await CaptureAsync(steps).ConfigureAwait(false);
        if (!question.CanBeAsked)
        {
            return login;
        }

        Identity identity = await VerifyAsync(steps, login).ConfigureAwait(false);
        if (identity.Kind == IdentityKind.Visitor)
        {
            await steps.WaitAsync(LoginLook.ApartAfterReturn).ConfigureAwait(false);
            login = await CaptureAsync(steps).ConfigureAwait(false);
            identity = await VerifyAsync(steps, login).ConfigureAwait(false);
        }

        if (identity.Kind == IdentityKind.Member)
        {
            await question.NoteLoginAsync(login, stopping).ConfigureAwait(false);
            return login;
        }

        bool refused = await IsAtLoginPageAsync(steps, hasReturned: true).ConfigureAwait(false);
        StepFailedException failed = new(
            "verify",
            $"the log-in hook returned, but {EvidenceText.Clean(identity.Detail)}{(refused ? ", and the browser shows the login page" : "")}: "
            + "check user name, password and hook");
        throw refused ? await _guard.RefusedAsync(failed, stopping).ConfigureAwait(false) : failed;
    }

    /// <summary>Runs the hook. What it throws may quote a cookie that the site has just set,
    /// so the cookies are learned before anybody keeps its text.</summary>
    private async Task LogInAsync(ISupervisedSession<TSession> session, LoginContext login)
    {
        try
        {
            await session.LogInAsync(login).ConfigureAwait(false);
        }
        catch (Exception) when (!login.CancellationToken.IsCancellationRequested)
        {
            using CancellationTokenSource deadline = new(SessionLease.LearnTimeout, time);
            using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, login.CancellationToken);
            await ((Task)CaptureAsync(session, either.Token)).WaitObservedAsync(either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }
    }

    /// <summary>Tells the hook's own fault from the driver's.</summary>
    private async Task<StepFailedException> JudgeAsync(StepRunner steps, StepFailedException failed)
    {
        if (steps.IsLost || failed.InnerException is not { } thrown || !HookFault.IsOwn(thrown, IsDriverFault))
        {
            return failed;
        }

        // What a browser that dies makes of a hook looks like the hook's own fault: only one that lives clears itself of it.
        await steps.RunAsync("canary", _recovery.CanaryTimeout, _session!.CanaryAsync).ConfigureAwait(false);
        return HookFailed(failed.Step, new HookFailedException("log-in", thrown));
    }

    /// <summary>A hook that waits in vain for what comes after the login fails as a hook does on a bad connection. What tells them apart is the site's
    /// word, and the page.</summary>
    /// <returns>The failure with what was seen; null when the site did not refuse the login, or when that cannot be told.</returns>
    private async Task<StepFailedException?> RefusalOfAsync(StepRunner steps, StepFailedException failed)
    {
        if (!question.CanBeAsked || !(await LookAsync(steps).ConfigureAwait(false)).LooksRefused)
        {
            return null;
        }

        SessionLog.LoginLooksRefused(logger, options.Name, failed.Reason, LoginLook.Apart.TotalSeconds);
        await steps.WaitAsync(LoginLook.Apart).ConfigureAwait(false);
        return await LookAsync(steps).ConfigureAwait(false) is { LooksRefused: true } again
            ? new StepFailedException(
                failed.Step,
                $"{failed.Reason}; {EvidenceText.Clean(again.Identity!.Detail)}, and the browser still shows the login page: "
                + "check user name, password and hook",
                failed.InnerException)
            : null;
    }

    /// <summary>The page first: where it is another, nobody is asked.</summary>
    private async Task<LoginLook> LookAsync(StepRunner steps)
    {
        if (!await IsAtLoginPageAsync(steps, hasReturned: false).ConfigureAwait(false))
        {
            return new LoginLook(IsAtLoginPage: false, null);
        }

        try
        {
            LoginSnapshot login = await CaptureAsync(steps).ConfigureAwait(false);
            Identity identity = await AskAsync(steps, login).ConfigureAwait(false);
            for (int pauses = 0; identity.AskAgainAfter is { } pause && pauses < MostPauses; pauses++)
            {
                // A site that slows down whoever was refused is not to get the password once more meanwhile.
                await steps.WaitAsync(pause).ConfigureAwait(false);
                identity = await AskAsync(steps, login).ConfigureAwait(false);
            }

            return new LoginLook(IsAtLoginPage: true, identity);
        }
        catch (StepFailedException exception) when (!steps.IsLost && exception.InnerException is HookFailedException fault)
        {
            // Another login would not be proven either.
            throw HookFailed(exception.Step, fault);
        }
        catch (StepFailedException)
        {
            return new LoginLook(IsAtLoginPage: true, null);
        }
    }

    /// <summary>Whoever is not known to the site after a login, and is shown the login page, was refused;
    /// unless the hook failed before it did anything.</summary>
    private async Task<bool> IsAtLoginPageAsync(StepRunner steps, bool hasReturned)
    {
        try
        {
            return await steps.RunAsync("login-page", _recovery.CanaryTimeout, async token =>
                await _session!.LookAtPageAsync(token).ConfigureAwait(false) is { } page
                    && (hasReturned || !page.IsUntouched)
                    && (page.AsksForPassword || (page.Address is { } address && question.IsLoginPage(address)))).ConfigureAwait(false);
        }
        catch (StepFailedException)
        {
            return false;
        }
    }

    private StepFailedException HookFailed(string step, HookFailedException fault)
    {
        SessionLog.HookFailed(logger, options.Name, fault);
        return StepFailedException.Of(step, fault);
    }
}
