namespace Holdfast.App;

/// <summary>Shows progress while a run lasts: once a second in place, or as plain lines now and then, at each change of the session, and when
/// a wait begins that the site asked for, and ends.</summary>
internal sealed class ProgressReporter(Func<Task<ProgressSnapshot?>> read, Screen screen, TimeProvider time, TimeSpan plainInterval)
{
    private static readonly TimeSpan s_tick = TimeSpan.FromSeconds(1);

    // Somebody waits for the end and wants to know what it waits for.
    private static readonly TimeSpan s_stopInterval = TimeSpan.FromSeconds(5);

    private (SessionState State, int Generation, int Failed, string? Pause)? _last;
    private long _printedAt;

    /// <summary>Shows until the token fires, then removes the status. Never throws: a display is not worth a run.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        _printedAt = time.GetTimestamp();
        using PeriodicTimer timer = new(s_tick, time);
        try
        {
            do
            {
                await ShowAsync().ConfigureAwait(false);
            }
            while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }

        screen.SetStatus([]);
    }

    /// <summary>Shows what is known now.</summary>
    internal async Task ShowAsync()
    {
        ProgressSnapshot? now;
        try
        {
            now = await read().ConfigureAwait(false);
        }
        catch (Exception)
        {
            // The ledger may not exist yet, or be busy for a moment: the next tick asks again.
            return;
        }

        if (now is null)
        {
            return;
        }

        if (screen.IsLive)
        {
            screen.SetStatus(ProgressLine.FormatLive(now, screen.Width ?? int.MaxValue));
            return;
        }

        (SessionState, int, int, string?) session = (now.State, now.Generation, now.Failed?.Number ?? 0, now.Pause?.Identity);
        TimeSpan interval = now.Stopping is null ? plainInterval : s_stopInterval;
        if (_last != session || time.GetElapsedTime(_printedAt) >= interval)
        {
            _last = session;
            _printedAt = time.GetTimestamp();
            screen.Print(ProgressLine.Format(now));
        }
    }
}
