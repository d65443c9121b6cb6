namespace Holdfast;

/// <summary>One question for many askers: each gets an answer to a question that began after it asked.</summary>
/// <remarks>Joining a question that is already on its way would accept an answer older than the doubt. Thread safe.</remarks>
internal sealed class FreshCheck<T>(Func<Task<T>> ask)
{
    private readonly Lock _lock = new();
    private Task<T>? _running;
    private Task<T>? _next;

    public Task<T> AskAsync()
    {
        lock (_lock)
        {
            if (_running is null || _running.IsCompleted)
            {
                return _running = _next is { IsCompleted: false } ? _next : Start();
            }

            return _next ??= AfterAsync(_running);
        }
    }

    private async Task<T> AfterAsync(Task<T> running)
    {
        await ((Task)running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        lock (_lock)
        {
            // From here on a new asker is too late for this question.
            _running = _next;
            _next = null;
        }

        return await ask().ConfigureAwait(false);
    }

    private Task<T> Start() => Task.Run(ask);
}
