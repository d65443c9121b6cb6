namespace Holdfast.Browsers;

/// <summary>
/// Decides about a tab in use that was closed while others are left. Pages close tabs themselves: the pop-up of a sign-on, the window of a print or
/// of a download; and the driver goes on in another. So the tab is lost only if it is still the driver's at the next command that goes to it, or
/// after 1 s. Thread safe.
/// </summary>
/// <param name="tabs">The pages, and the one in use.</param>
/// <param name="ask">Asks the driver for the tab that its commands go to; null when that one is gone. It throws when the driver cannot say.</param>
/// <param name="use">Takes the tab that the driver named.</param>
/// <param name="lost">Told of the loss.</param>
/// <param name="death">Ends when the session dies of something else: a browser that shuts down loses its tabs before its session.</param>
/// <param name="time">The clock.</param>
internal sealed class TabFollower(
    TabTracker tabs, Func<CancellationToken, Task<string?>> ask, Action<string> use, Action lost, Task death, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    // What a browser that shuts down was seen to need from its first tab to its session, and more.
    private static readonly TimeSpan s_shutdown = TimeSpan.FromMilliseconds(180);

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _ended = new();
    private TaskCompletionSource _sign = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _decided = Task.CompletedTask;
    private long _since;
    private bool _isCalled;

    /// <summary>Ends when nothing is left to decide.</summary>
    public Task Decided
    {
        get
        {
            lock (_gate)
            {
                return _decided;
            }
        }
    }

    /// <summary>The tab in use was closed.</summary>
    public void Close() => Begin(isCalled: false);

    /// <summary>The driver goes to another tab, or looks for one.</summary>
    public void Move()
    {
        lock (_gate)
        {
            _since = time.GetTimestamp();
            Sign_NeedsLock();
        }
    }

    /// <summary>A command goes to the tab in use.</summary>
    public void Call()
    {
        if (tabs.IsInUseGone)
        {
            Begin(isCalled: true);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _ended.Cancel();
        _ended.Dispose();
    }

    private void Begin(bool isCalled)
    {
        lock (_gate)
        {
            if (_decided.IsCompleted)
            {
                (_since, _isCalled) = (time.GetTimestamp(), isCalled);
                _decided = Task.Run(DecideAsync);
            }
            else if (isCalled)
            {
                _isCalled = true;
                Sign_NeedsLock();
            }
        }
    }

    private async Task DecideAsync()
    {
        try
        {
            while (tabs.IsInUseGone && !death.IsCompleted)
            {
                (TimeSpan left, Task sign) = Next();
                if (left > TimeSpan.Zero)
                {
                    await Task.WhenAny(sign, Task.Delay(left, time, _ended.Token)).ConfigureAwait(false);
                    _ended.Token.ThrowIfCancellationRequested();
                    continue;
                }

                // A switch may have failed: then the driver is where it was.
                if (await ask(_ended.Token).ConfigureAwait(false) is { } named && !tabs.IsClosed(named))
                {
                    if (tabs.IsInUseGone)
                    {
                        use(named);
                    }

                    continue;
                }

                await Task.WhenAny(death, Task.Delay(s_shutdown, time, _ended.Token)).ConfigureAwait(false);
                _ended.Token.ThrowIfCancellationRequested();
                if (tabs.IsInUseGone && !death.IsCompleted)
                {
                    lost();
                    return;
                }
            }
        }
        catch (Exception)
        {
            // The session is ended, or the driver cannot be asked: its own watchers speak of that.
        }
    }

    private (TimeSpan Left, Task Sign) Next()
    {
        lock (_gate)
        {
            return (_isCalled ? TimeSpan.Zero : s_patience - time.GetElapsedTime(_since), _sign.Task);
        }
    }

    private void Sign_NeedsLock()
    {
        _sign.TrySetResult();
        _sign = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
