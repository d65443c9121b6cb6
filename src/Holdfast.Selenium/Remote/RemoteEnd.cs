namespace Holdfast.Selenium;

/// <summary>Ends a remote session: asks the hub to, makes sure, and frees what is ours whatever the hub says.</summary>
internal static class RemoteEnd
{
    // A browser was seen to need 80 ms; one whose driver waits for a command that never ends does not even answer.
    private static readonly TimeSpan s_askLimit = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_releaseLimit = TimeSpan.FromMilliseconds(250);

    /// <summary>Ends it. Its evidence is closed already.</summary>
    public static async Task EndAsync(LaunchedRemote session, TimeProvider time, CancellationToken cancellationToken)
    {
        session.Thread.DropWaiting();
        await session.Watch.DisposeAsync().ConfigureAwait(false);
        using CancellationTokenSource limit = new(s_askLimit, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        bool ended = await session.Hub.EndSessionAsync(session.Id, either.Token).ConfigureAwait(false);
        session.Thread.End(static () => { });

        // Not on the driver's thread: it ends the command that may block it.
        session.Driver.CommandExecutor.Dispose();
        await session.Thread.ReleaseAsync(s_releaseLimit, time).ConfigureAwait(false);
        if (!ended)
        {
            session.Leftovers.Add(session.Id);
        }
    }
}
