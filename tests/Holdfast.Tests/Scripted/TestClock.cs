using Microsoft.Extensions.Time.Testing;

namespace Holdfast.Tests;

/// <summary>A clock that stands still until it is advanced, and tells when somebody waits for it: a test advances after the wait began.</summary>
internal sealed class TestClock : FakeTimeProvider
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TimeSpan, int> _timers = [];
    private readonly List<(TimeSpan Due, int Count, TaskCompletionSource Reached)> _waiters = [];
    private readonly List<(Func<TimeSpan, bool> Match, TaskCompletionSource<TimeSpan> Found)> _matching = [];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ITimer timer = base.CreateTimer(callback, state, dueTime, period);
        lock (_lock)
        {
            int count = _timers[dueTime] = _timers.GetValueOrDefault(dueTime) + 1;
            foreach ((TimeSpan due, int awaited, TaskCompletionSource reached) in _waiters)
            {
                if (due == dueTime && awaited == count)
                {
                    reached.TrySetResult();
                }
            }

            foreach ((Func<TimeSpan, bool> match, TaskCompletionSource<TimeSpan> found) in _matching)
            {
                if (match(dueTime))
                {
                    found.TrySetResult(dueTime);
                }
            }
        }

        return timer;
    }

    /// <summary>How many timers were ever made for this span.</summary>
    public int Timers(TimeSpan due)
    {
        lock (_lock)
        {
            return _timers.GetValueOrDefault(due);
        }
    }

    /// <summary>Ends when somebody waits this long for the given time.</summary>
    public Task TimerAsync(TimeSpan due, int count = 1)
    {
        lock (_lock)
        {
            if (_timers.GetValueOrDefault(due) >= count)
            {
                return Task.CompletedTask;
            }

            TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiters.Add((due, count, reached));
            return reached.Task.InTime();
        }
    }

    /// <summary>Ends when somebody waits from now on for a span like this, and names it.</summary>
    public Task<TimeSpan> NextTimerAsync(Func<TimeSpan, bool> match)
    {
        lock (_lock)
        {
            TaskCompletionSource<TimeSpan> found = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _matching.Add((match, found));
            return found.Task.InTime();
        }
    }

    /// <summary>Advances when the wait has begun.</summary>
    public async Task PassAsync(TimeSpan due, int count = 1)
    {
        await TimerAsync(due, count);
        Advance(due);
    }

    /// <summary>Advances until the task ends: only where it does not matter which deadlines pass.</summary>
    public async Task PumpAsync(Task task, TimeSpan step)
    {
        await Deadline.Until(() =>
        {
            if (!task.IsCompleted)
            {
                Advance(step);
            }

            return task.IsCompleted;
        });
        await task;
    }
}
