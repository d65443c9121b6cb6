namespace Holdfast;

/// <content>The end of a living session because its who-am-I hook throws an exception of its own: it would throw it at each proof of the login, and
/// nothing could be committed any more.</content>
public sealed partial class SessionManager<TSession>
{
    private readonly TaskCompletionSource<HookFailedException> _hookFault = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <inheritdoc/>
    /// <remarks>Has the supervising loop end the session. Only the first fault counts.</remarks>
    async Task ILeaseOwner.OnHookFailedAsync(HookFailedException fault, CancellationToken lost)
    {
        if (_hookFault.TrySetResult(fault))
        {
            SessionLog.HookFailed(_logger, Name, fault);
        }

        await Task.Delay(Timeout.InfiniteTimeSpan, _time, lost).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
