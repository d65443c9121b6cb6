using System.Runtime.ExceptionServices;

namespace Holdfast.Actions;

/// <summary>What one running plain action has saved and said. Thread safe.</summary>
internal sealed class PlainProgress(LegRun run, Checkpoint saved)
{
    private static readonly TimeSpan s_tick = TimeSpan.FromSeconds(1);

    private volatile Checkpoint _saved = saved;
    private volatile RunProgress _said = saved.Progress;
    private volatile ExceptionDispatchInfo? _failure;

    /// <summary>What is in the ledger.</summary>
    public Checkpoint Saved => _saved;

    /// <summary>True once the action was told to stop at a checkpoint.</summary>
    public volatile bool StopSignaled;

    public void Report(RunProgress said) => _said = said;

    public Task SaveAsync(string value, SessionLease lease) => StoreAsync(value, _said, lease);

    /// <summary>The action has returned, and that counts.</summary>
    public Task CompleteAsync(SessionLease lease) => StoreAsync(value: null, _said with { IsCompleted = true }, lease);

    /// <summary>A failing ledger is neither a failing action nor a failing site, whatever the action made of it.</summary>
    public void ThrowIfLedgerFailed() => _failure?.Throw();

    /// <summary>Writes what the action says, until the token fires.</summary>
    public async Task ShowAsync(CancellationToken ended)
    {
        using PeriodicTimer timer = new(s_tick, run.Time);
        try
        {
            while (await timer.WaitForNextTickAsync(ended).ConfigureAwait(false))
            {
                RunProgress said = _said;
                if (said != _saved.Progress)
                {
                    await StoreAsync(value: null, said, lease: null).ConfigureAwait(false);
                }
            }
        }
        catch (Exception)
        {
            // The run is over; or the ledger fails, which the next checkpoint will find as well.
        }
    }

    /// <param name="value">What the action saves; null to leave what it saved before, so that what is said in between cannot undo a checkpoint.</param>
    /// <param name="progress">How far it says it is.</param>
    /// <param name="lease">The generation that it must hold for; null for none.</param>
    private async Task StoreAsync(string? value, RunProgress progress, SessionLease? lease)
    {
        GenerationStamp stamp = lease is null ? new GenerationStamp(0, 0) : LegRun.Stamp(lease);
        try
        {
            await (value is null
                ? run.Ledger.SaveProgressAsync(run.Writer, progress, stamp, VerifyBeforeCommit)
                : run.Ledger.SaveCheckpointAsync(run.Writer, new Checkpoint(value, progress), stamp, VerifyBeforeCommit)).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is LedgerException or EpochFencedException && lease is not null)
        {
            _failure = ExceptionDispatchInfo.Capture(exception);
            throw;
        }

        run.Events.Saved(progress, isCheckpoint: lease is not null);

        void VerifyBeforeCommit()
        {
            if (lease is not null)
            {
                run.Events.Committing(CommitKind.Outcome);
                run.BeforeCommit(lease);
            }

            // Here it goes in the order of the commits. After one that fails in spite of the look, the run ends.
            _saved = new Checkpoint(value ?? _saved.Value, progress);
        }
    }
}
