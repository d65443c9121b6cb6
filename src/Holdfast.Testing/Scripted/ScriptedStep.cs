namespace Holdfast.Testing;

/// <summary>One thing that a scripted session is asked to do: counts its calls and does what the test says. Succeeds by default.</summary>
/// <remarks>Thread safe. A change counts from the next call on.</remarks>
public sealed class ScriptedStep
{
    private readonly Lock _lock = new();
    private readonly List<(int Call, TaskCompletionSource Reached)> _waiters = [];
    private volatile Func<int, CancellationToken, Task> _run = static (_, _) => Task.CompletedTask;
    private int _calls;

    /// <summary>How often it was called.</summary>
    public int Calls => Volatile.Read(ref _calls);

    /// <summary>From now on, each call runs this.</summary>
    /// <param name="run">Given the ordinal of the call, from 1, and the call's token, which it may ignore.</param>
    public void Do(Func<int, CancellationToken, Task> run)
    {
        ArgumentNullException.ThrowIfNull(run);
        _run = run;
    }

    /// <summary>From now on, each call runs this and succeeds, unless it throws.</summary>
    /// <param name="run">Given the ordinal of the call, from 1.</param>
    public void Do(Action<int> run)
    {
        ArgumentNullException.ThrowIfNull(run);
        _run = (call, _) =>
        {
            run(call);
            return Task.CompletedTask;
        };
    }

    /// <summary>From now on, each call succeeds at once.</summary>
    public void Succeed() => _run = static (_, _) => Task.CompletedTask;

    /// <summary>From now on, each call fails with an <see cref="InvalidOperationException"/>.</summary>
    /// <param name="message">Its message.</param>
    public void Fail(string message) => _run = (_, _) => Task.FromException(new InvalidOperationException(message));

    /// <summary>From now on, each call waits until it is released.</summary>
    /// <param name="ignoreToken">True (the default): a call goes on waiting when its token ends, as foreign code does. False: it ends then.</param>
    /// <returns>Completing it releases every call that waits, and those still to come.</returns>
    public TaskCompletionSource Hang(bool ignoreToken = true)
    {
        TaskCompletionSource release = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _run = (_, token) => ignoreToken ? release.Task : release.Task.WaitAsync(token);
        return release;
    }

    /// <summary>Waits until the given call has begun; it is counted before it runs.</summary>
    /// <param name="call">The call's ordinal, from 1. Default 1.</param>
    /// <returns>A task that ends with the call's beginning.</returns>
    /// <exception cref="TimeoutException">It did not begin within 60 s of real time.</exception>
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

    /// <summary>Makes a call, as the scripted session does.</summary>
    /// <param name="cancellationToken">The call's token.</param>
    /// <returns>A task that ends as the script says.</returns>
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

        await run(call, cancellationToken).ConfigureAwait(false);
    }
}
