namespace Holdfast.Selenium;

/// <summary>One piece of work for a driver's thread.</summary>
internal abstract class WorkItem
{
    /// <summary>The caller's ambient values; null when it suppressed their flow.</summary>
    public ExecutionContext? Ambient { get; } = ExecutionContext.Capture();

    /// <summary>Ends when the work has ended, whatever became of it.</summary>
    public abstract Task Ended { get; }

    /// <summary>Runs the work unless it was dropped. Never throws.</summary>
    public abstract Task RunAsync();

    /// <summary>Cancels the task that the caller waits for.</summary>
    public abstract void Drop();
}

/// <summary>One piece of work with a result.</summary>
/// <param name="work">The work.</param>
/// <param name="cancellationToken">Drops the work if it was not begun.</param>
internal sealed class WorkItem<TResult>(Func<CancellationToken, Task<TResult>> work, CancellationToken cancellationToken) : WorkItem
{
    private readonly TaskCompletionSource<TResult> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CancellationTokenRegistration _registration;
    private int _begun;

    public Task<TResult> Task => _result.Task;

    public override Task Ended => _ended.Task;

    public void DropWhenCancelled()
    {
        if (cancellationToken.CanBeCanceled)
        {
            _registration = cancellationToken.UnsafeRegister(
                static state =>
                {
                    WorkItem<TResult> item = (WorkItem<TResult>)state!;
                    if (Interlocked.CompareExchange(ref item._begun, 1, 0) == 0)
                    {
                        item.Drop();
                    }
                },
                this);
        }
    }

    public override void Drop()
    {
        _ = _result.TrySetCanceled(cancellationToken);
        _ = _registration.Unregister();
    }

    public override async Task RunAsync()
    {
        try
        {
            if (Interlocked.CompareExchange(ref _begun, 1, 0) != 0 || _result.Task.IsCompleted)
            {
                return;
            }

            cancellationToken.ThrowIfCancellationRequested();
            _ = _result.TrySetResult(await work(cancellationToken).ConfigureAwait(true));
        }
        catch (OperationCanceledException exception) when (cancellationToken.IsCancellationRequested)
        {
            _ = _result.TrySetCanceled(exception.CancellationToken.IsCancellationRequested ? exception.CancellationToken : cancellationToken);
        }
        catch (Exception exception)
        {
            _ = _result.TrySetException(exception);
        }
        finally
        {
            await _registration.DisposeAsync().ConfigureAwait(true);
            _ = _ended.TrySetResult();
        }
    }
}

/// <summary>The last item of a thread.</summary>
/// <param name="last">What to do.</param>
/// <param name="ready">The thread's queue, closed afterwards.</param>
internal sealed class LastItem(Action last, CallbackQueue ready) : WorkItem
{
    public override Task Ended { get; } = Task.CompletedTask;

    public override Task RunAsync()
    {
        try
        {
            last();
        }
        catch (Exception)
        {
            // The driver is gone; so is whatever it still wanted to say.
        }
        finally
        {
            ready.Complete();
        }

        return Task.CompletedTask;
    }

    public override void Drop()
    {
    }
}
