namespace Holdfast;

/// <summary>Waiting for foreign code that may ignore its token. A task that is left behind has an observer, so that its late failure is not
/// reported as unobserved.</summary>
internal static class BoundedWait
{
    public static Task WaitObservedAsync(this Task task, CancellationToken cancellationToken)
    {
        Observe(task);
        return task.WaitAsync(cancellationToken);
    }

    public static Task<T> WaitObservedAsync<T>(this Task<T> task, CancellationToken cancellationToken)
    {
        Observe(task);
        return task.WaitAsync(cancellationToken);
    }

    /// <summary>For a task that nobody waits for any longer: its failure is looked at, and thrown away.</summary>
    public static void Observe(this Task task)
    {
        if (!task.IsCompletedSuccessfully)
        {
            _ = task.ContinueWith(
                static late => _ = late.Exception,
                CancellationToken.None,
                TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
        }
    }
}
