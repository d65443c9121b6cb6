namespace Holdfast.Actions;

/// <summary>What a plain action may use while it runs. Valid for that one call.</summary>
public sealed class ActionContext : SessionContext
{
    private readonly PlainProgress _progress;
    private readonly CancellationToken _stop;

    internal ActionContext(LeasedHttp calls, PlainProgress progress, CancellationToken stop)
        : base(calls) => (_progress, _stop) = (progress, stop);

    /// <summary>What was saved last, in this life of the program or an earlier one; null when nothing was.</summary>
    public string? Checkpoint => _progress.Saved.Value;

    /// <summary>Saves how far the work is, so that it goes on there after a death, a stop or a kill.</summary>
    /// <param name="checkpoint">Whatever the action needs to go on: a number, a cursor, JSON.</param>
    /// <param name="cancellationToken">The token that the action was given.</param>
    /// <returns>A task that ends when it is in the ledger. Before that the site is asked who we are, unless its answers proved it.</returns>
    /// <exception cref="SessionLostException">The session was lost, and nothing was saved; let it pass.</exception>
    /// <exception cref="OperationCanceledException">It is saved, and a stop was asked for; let it pass. The next start goes on here.</exception>
    public async Task SaveAsync(string checkpoint, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        Calls.ThrowIfOver();
        try
        {
            await Calls.ProveAsync(cancellationToken).ConfigureAwait(false);
            await _progress.SaveAsync(checkpoint, Lease).ConfigureAwait(false);
        }
        catch (Exception) when (Calls.MarkLossSeen())
        {
            throw;
        }

        if (_stop.IsCancellationRequested)
        {
            _progress.StopSignaled = true;
            _stop.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Says how far the work is, for people. Costs nothing: it is written about once a second, and with each checkpoint.</summary>
    /// <param name="done">How much is done.</param>
    /// <param name="total">How much there is to do; null when nobody knows.</param>
    /// <param name="text">What it is at, in one line; null for nothing.</param>
    public void Report(long done, long? total = null, string? text = null)
    {
        if (!Lease.IsLost)
        {
            _progress.Report(new RunProgress(done, total, text is null ? null : EvidenceText.Clean(text), isCompleted: false));
        }
    }
}
