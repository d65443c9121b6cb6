namespace Holdfast;

/// <content>The question who we are, of a site that may be down or ask for pauses.</content>
internal sealed partial class SessionOpener<TSession>
{
    private static readonly TimeSpan s_outagePause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longestOutagePause = TimeSpan.FromSeconds(30);

    // A site that asks for one pause after the other must not keep a run for ever.
    private static readonly TimeSpan s_longestPauses = TimeSpan.FromHours(1);

    /// <summary>Asks who we are. A site that is down is waited for: a new browser would find it down as well. So is one that asks for a pause,
    /// from the first opening on.</summary>
    /// <returns>A member, or a visitor.</returns>
    private async Task<Identity> VerifyAsync(StepRunner steps, LoginSnapshot login)
    {
        long began = time.GetTimestamp();
        TimeSpan paused = TimeSpan.Zero;
        for (int asked = 1; ; asked++)
        {
            try
            {
                Identity identity = await AskAsync(steps, login).ConfigureAwait(false);
                if (identity.Kind != IdentityKind.Unknown)
                {
                    return identity;
                }

                paused += identity.AskAgainAfter.GetValueOrDefault();
                if (paused <= s_longestPauses)
                {
                    Task wait = steps.WaitAsync(identity.AskAgainAfter.GetValueOrDefault());
                    SessionLog.WaitsForSite(logger, options.Name, EvidenceText.Clean(identity.Detail));
                    await wait.ConfigureAwait(false);
                    began = time.GetTimestamp();
                    continue;
                }
            }
            catch (StepFailedException exception) when (!steps.IsLost && exception.InnerException is HookFailedException fault)
            {
                throw HookFailed(exception.Step, fault);
            }
            catch (StepFailedException exception) when (!steps.IsLost)
            {
                // A site that never knew us may be asked in a wrong way: that is told at once, and is no outage.
                bool waits = question.Member is not null && _recovery.SiteOutage > TimeSpan.Zero;
                if (!waits || time.GetElapsedTime(began) >= _recovery.SiteOutage)
                {
                    throw waits ? exception.AsFinal(FinalKind.SiteDown, $"the site was down for more than {_recovery.SiteOutage}") : exception;
                }

                Task wait = steps.WaitAsync(Backoff.Before(asked + 1, s_outagePause, s_longestOutagePause, 0.5));
                SessionLog.WaitsForSite(logger, options.Name, exception.Reason);
                await wait.ConfigureAwait(false);
                continue;
            }

            throw new StepFailedException(
                "verify",
                "the site asks for one pause after the other",
                final: new(FinalKind.SiteDown, $"the site asked for pauses of more than {s_longestPauses} in all"));
        }
    }

    private async Task<Identity> AskAsync(StepRunner steps, LoginSnapshot login)
    {
        Identity identity = Identity.Unknown("");

        // The question has a deadline of its own.
        await steps.RunAsync("verify", Timeout.InfiniteTimeSpan, async token =>
        {
            identity = await question.AskAsync(login, IsDriverFault, token).ConfigureAwait(false);
            if (identity is { Kind: IdentityKind.Unknown, AskAgainAfter: null })
            {
                throw new StepFailedException("verify", $"the site could not say who we are: {identity.Detail}");
            }

            return identity.Kind == IdentityKind.Member;
        }).ConfigureAwait(false);
        return identity;
    }

    private bool IsDriverFault(Exception exception) => _session?.IsDriverFault(exception) is true;
}
