using Holdfast.Actions;

namespace Holdfast.App;

/// <summary>How much a run has committed since it began, for whoever waits for more. Thread safe.</summary>
internal sealed class CommittedWork : IRunObserver
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _more = NewSource();
    private long _done;

    /// <summary>Items that a session gave an outcome, or how far a plain action says it is.</summary>
    public long Done
    {
        get
        {
            lock (_lock)
            {
                return _done;
            }
        }
    }

    /// <inheritdoc/>
    public void Observe(RunEvent happened)
    {
        TaskCompletionSource more;
        lock (_lock)
        {
            switch (happened)
            {
                case BatchCommitted { Generation: > 0 } batch:
                    _done += batch.Items;
                    break;
                case ProgressSaved saved:
                    _done = saved.Progress.Done;
                    break;
                default:
                    return;
            }

            (more, _more) = (_more, NewSource());
        }

        more.SetResult();
    }

    /// <summary>Waits until so much is done.</summary>
    public async Task ReachAsync(long done, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task more;
            lock (_lock)
            {
                if (_done >= done)
                {
                    return;
                }

                more = _more.Task;
            }

            await more.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
