using Microsoft.Extensions.Logging;

namespace Holdfast.Actions;

/// <summary>What the parts of a running leg share, whatever the kind of its action.</summary>
/// <param name="Settings">How it is run.</param>
/// <param name="Ledger">This leg's right to write to its run.</param>
/// <param name="Events">Tells whoever observes.</param>
/// <param name="Work">Does all of its work on living generations.</param>
/// <param name="Critical">Stops the run when the site fails.</param>
/// <param name="Time">The clock.</param>
/// <param name="Logger">The log.</param>
internal record LegRun(
    RunSettings Settings, IRunLedger Ledger, RunEvents Events, WorkPipeline Work, CriticalFailurePolicy Critical, TimeProvider Time, ILogger Logger)
{
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

    /// <summary>Waits before work is tried again.</summary>
    public Task RetryDelayAsync(int failures, CancellationToken cancellationToken) => DelayAsync(RetryWait.After(failures, Settings), cancellationToken);

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
