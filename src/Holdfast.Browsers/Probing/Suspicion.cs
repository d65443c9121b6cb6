namespace Holdfast.Browsers;

/// <summary>Resolves rows 8, 10 and 11: a lost tab, or the first sign of a browser that is going.</summary>
internal static class Suspicion
{
    // A browser that shuts down in good order loses its tabs up to ~155 ms before its session.
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(180);

    /// <summary>Waits for a death until the deadline, then looks whether the tab in use is there.</summary>
    public static async Task<Verdict> ResolveAsync(
        Verdict suspicion, SessionWatch watch, TimeProvider time, CancellationToken cancellationToken)
    {
        if (suspicion.Cause == LossCause.TabLost)
        {
            watch.Follower.Call();
        }

        LossCause? cause = await WaitForDeathAsync(watch, time, cancellationToken).ConfigureAwait(false);
        cause ??= watch.IsDriverGone ? LossCause.DriverExited : watch.IsBrowserGone ? LossCause.BrowserExited : null;
        if (cause is not null)
        {
            return new Verdict(VerdictKind.Dead, cause, suspicion.Rule);
        }

        if (suspicion.Cause != LossCause.TabLost)
        {
            return suspicion;
        }

        try
        {
            await watch.Follower.Decided.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Then what the browser says of its tabs decides.
        }

        // With the tab in place the caller asked for another one, or a frame went with its page.
        return watch.Tabs.InUseIsFine
            ? new Verdict(VerdictKind.CallerFault, null, suspicion.Rule)
            : new Verdict(VerdictKind.Dead, LossCause.TabLost, suspicion.Rule);
    }

    private static async Task<LossCause?> WaitForDeathAsync(SessionWatch watch, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            return await watch.Death.WaitAsync(s_patience, time, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            return null;
        }
    }
}
