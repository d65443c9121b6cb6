namespace Holdfast.Tests;

/// <summary>One scriptable step: counts its calls and does what the test says. Does nothing by default.</summary>
internal sealed class Step
{
    private readonly Lock _lock = new();
    private readonly List<(int Call, TaskCompletionSource Reached)> _waiters = [];
    private volatile Func<int, CancellationToken, Task> _run = static (_, _) => Task.CompletedTask;
    private int _calls;

    public int Calls => Volatile.Read(ref _calls);

    /// <summary>From now on: the ordinal of the call, from 1, and its token.</summary>
    public void Do(Func<int, CancellationToken, Task> run) => _run = run;

    public void Do(Action<int> run) => _run = (call, _) =>
    {
        run(call);
        return Task.CompletedTask;
    };

    public void Succeed() => _run = static (_, _) => Task.CompletedTask;

    public void Fail(string message) => _run = (_, _) => Task.FromException(new InvalidOperationException(message));

    /// <summary>Calls wait until released and ignore their token.</summary>
    public TaskCompletionSource Hang()
    {
        TaskCompletionSource release = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _run = (_, _) => release.Task;
        return release;
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        int call;
        Func<int, CancellationToken, Task> run;
        lock (_lock)
        {
            // Taken before the call is told, so that whoever waited for it may change the script for the next.
            run = _run;
            call = ++_calls;
            foreach ((int awaited, TaskCompletionSource reached) in _waiters)
            {
                if (awaited == call)
                {
                    reached.SetResult();
                }
            }
        }

        await run(call, cancellationToken);
    }

    /// <summary>Ends when the given call has begun.</summary>
    public Task CalledAsync(int call = 1)
    {
        lock (_lock)
        {
            if (_calls >= call)
            {
                return Task.CompletedTask;
            }

            TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiters.Add((call, reached));
            return reached.Task.InTime();
        }
    }
}
