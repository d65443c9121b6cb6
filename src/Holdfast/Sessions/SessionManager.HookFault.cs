namespace Holdfast;

/// <content>The end of a living session because its who-am-I hook throws an exception of its own: it would throw it at each proof of the login, and
/// nothing could be committed any more.</content>
public sealed partial class SessionManager<TSession>
{
    private readonly TaskCompletionSource<HookFailedException> _hookFault = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The hook has read such answers before: one that it cannot read is another answer, for a while.</summary>
    private bool IsHooksOwn(Exception exception) =>
        HookFault.IsOwn(exception, one => Volatile.Read(ref _current)?.Session?.IsDriverFault(one) is true) && !HookFault.IsOfReading(exception);

    /// <summary>Has the supervising loop end the session, and waits for that: whoever asked makes nothing of the answer.</summary>
    /// <param name="fault">What the hook threw. Only the first one counts.</param>
    /// <param name="lost">Fires when the generation is lost.</param>
    private async Task FailAsync(HookFailedException fault, CancellationToken lost)
    {
        if (_hookFault.TrySetResult(fault))
        {
            SessionLog.HookFailed(_logger, Name, fault);
        }

        await Task.Delay(Timeout.InfiniteTimeSpan, _time, lost).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
