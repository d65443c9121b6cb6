using Microsoft.Extensions.Logging;

namespace Holdfast.Actions;

/// <summary>What the parts of a running leg share, whatever the kind of its action.</summary>
/// <param name="Settings">How it is run.</param>
/// <param name="Ledger">This leg's right to write to its run.</param>
/// <param name="Events">Tells whoever observes.</param>
/// <param name="Work">Does work on a living generation.</param>
/// <param name="Critical">Stops the run when the site fails.</param>
/// <param name="Time">The clock.</param>
/// <param name="Logger">The log.</param>
internal record LegRun(
    RunSettings Settings, IRunLedger Ledger, RunEvents Events, LeasedWork Work, CriticalFailurePolicy Critical, TimeProvider Time, ILogger Logger)
{
    private static readonly TimeSpan LongestRetryDelay = TimeSpan.FromSeconds(30);

    /// <summary>Who writes.</summary>
    public LegWriter Writer => Ledger.Writer;

    /// <summary>Counts a failure and stops the run when the site fails while the session lives.</summary>
    public void CountFailure(int failures, string reason)
    {
        if (Critical.Failure(failures))
        {
            throw new RunStoppedException(
                RunEnd.SiteFailing,
                $"{Settings.CriticalFailures} failures in a row, the last one: {reason}");
        }
    }

    /// <summary>Reads a page of a list or of a plan, with the attempts that it has.</summary>
    /// <param name="what">What it is, for the reason.</param>
    /// <param name="read">Reads it once.</param>
    /// <param name="failed">Told of each failure: which attempt, and why.</param>
    /// <param name="stop">Nothing more is tried.</param>
    /// <exception cref="RunStoppedException">All attempts failed on living sessions; the last failure is its inner exception.</exception>
    public async Task<T> ReadPageAsync<T>(
        string what, Func<Task<T>> read, Action<int, string> failed, StopSignal stop)
    {
        for (int attempt = 1; ; attempt++)
        {
            stop.ThrowIfRaised();
            try
            {
                return await read().ConfigureAwait(false);
            }
            catch (WorkFailedException failure)
            {
                failed(attempt, failure.Message);
                if (attempt >= Settings.ListAttempts)
                {
                    throw new RunStoppedException(
                        RunEnd.ListingIncomplete,
                        $"{what} failed {attempt} times while the session is alive: {failure.Message}. It is read again when the run is started again",
                        failure);
                }

                await RetryDelayAsync(attempt, stop.Either).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Waits before work is tried again.</summary>
    public Task RetryDelayAsync(int attempt, CancellationToken cancellationToken)
    {
        double milliseconds = Settings.RetryDelay.TotalMilliseconds * Math.Pow(2, Math.Min(attempt - 1, 16));
        return DelayAsync(TimeSpan.FromMilliseconds(Math.Min(milliseconds, LongestRetryDelay.TotalMilliseconds)), cancellationToken);
    }

    /// <summary>Waits.</summary>
    public Task DelayAsync(TimeSpan delay, CancellationToken cancellationToken) => Task.Delay(delay, Time, cancellationToken);

    /// <summary>The last look before COMMIT: the generation lives, and there is room.</summary>
    public void BeforeCommit(SessionLease lease)
    {
        lease.ThrowIfLost();
        RequireRoom();
    }

    /// <summary>There is room on the disk.</summary>
    public void RequireRoom() => Ledger.RequireRoom(Settings.MinFreeBytes);

    public static GenerationStamp Stamp(SessionLease lease) => new(Session: 0, lease.Generation);
}
