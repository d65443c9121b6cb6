namespace Holdfast.Selenium;

/// <summary>Ends a session: closes a healthy browser, kills what is left, verifies, and tidies up.</summary>
internal static class SessionEnd
{
    private static readonly TimeSpan s_answerLimit = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan s_politeLimit = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_releaseLimit = TimeSpan.FromMilliseconds(250);

    /// <summary>Ends it. Its evidence is closed already.</summary>
    /// <exception cref="IOException">A process could not be ended.</exception>
    public static async Task EndAsync(LaunchedChromium session, TimeProvider time, CancellationToken cancellationToken)
    {
        session.Thread.DropWaiting();
        if (!session.Watch.Death.IsCompleted && session.Thread.IsIdle && session.Watch.Browser.IsOpen)
        {
            await ClosePolitelyAsync(session.Watch, time, cancellationToken).ConfigureAwait(false);
        }

        ProcessEnd end = await ProcessEnder.EndAsync(session.Record.Processes, session.Record.Known, time).ConfigureAwait(false);

        // The executor, not the driver: disposing of the driver would send one more command, to whoever has the port by then.
        session.Thread.End(() =>
        {
            session.Driver.CommandExecutor.Dispose();
            DriverProcess.Free(session.Service);
        });
        await session.Thread.ReleaseAsync(s_releaseLimit, time).ConfigureAwait(false);
        await session.Watch.DisposeAsync().ConfigureAwait(false);
        if (!end.Clean)
        {
            throw new IOException($"Processes of the session could not be ended: {string.Join(", ", end.Killed)}.");
        }

        session.Housekeeping.End(session.Registry, session.Record);
    }

    // Over our own connection rather than by Quit: it needs no free command queue, and lets the browser write its profile.
    private static async Task ClosePolitelyAsync(SessionWatch watch, TimeProvider time, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = new(s_answerLimit, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            // A browser that hangs does not even answer; one that answers may still have a profile to write.
            _ = await watch.Browser.CallAsync("Browser.close", null, either.Token).ConfigureAwait(false);
            limit.CancelAfter(s_politeLimit);
            await watch.BrowserExit.WaitAsync(either.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is OperationCanceledException or DevToolsException)
        {
            // Then it is killed.
        }
    }
}
