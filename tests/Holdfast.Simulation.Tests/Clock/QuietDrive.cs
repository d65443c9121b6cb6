using System.Diagnostics;

namespace Holdfast.Simulation.Tests;

/// <summary>Drives a task on a clock: whenever nobody has anything to do, the next wait ends.</summary>
/// <param name="clock">The clock.</param>
/// <param name="isIdle">Tells that the threads that are not the pool's have nothing to do.</param>
/// <remarks>For one task at a time in the process, from a thread that is not the pool's.</remarks>
internal sealed class QuietDrive(QuietClock clock, Func<bool> isIdle)
{
    private static readonly TimeSpan s_stall = TimeSpan.FromMinutes(1);

    /// <summary>Runs work to its end.</summary>
    /// <exception cref="TimeoutException">It goes on for more than the given time of the clock, or nobody waits and it does not end.</exception>
    public static Task<T> RunAsync<T>(QuietDrive drive, Func<Task<T>> work, TimeSpan longest)
    {
        TaskCompletionSource<T> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            try
            {
                Task<T> task = work();
                drive.Drive(task, longest);
                done.SetFromTask(task);
            }
            catch (Exception exception)
            {
                done.SetException(exception);
            }
        })
        { IsBackground = true, Name = "simulation" }.Start();
        return done.Task;
    }

    private void Drive(Task task, TimeSpan longest)
    {
        TimeSpan until = clock.Now + longest;
        while (true)
        {
            AwaitQuiet();
            if (task.IsCompleted)
            {
                return;
            }

            if (clock.Now > until)
            {
                throw new TimeoutException($"It was not over after {longest}.");
            }

            if (!clock.GoOn())
            {
                AwaitEnd(task);
            }
        }
    }

    private static void AwaitEnd(Task task)
    {
        if (!task.ContinueWith(static _ => { }, TaskScheduler.Default).Wait(s_stall))
        {
            throw new TimeoutException("Nobody waits for anything, and it does not end.");
        }
    }

    /// <summary>Twice in a row: what one look sees between two pieces of work, the other does not.</summary>
    private void AwaitQuiet()
    {
        long started = Stopwatch.GetTimestamp();
        SpinWait spin = default;
        long before = -1;
        while (true)
        {
            long completed = ThreadPool.CompletedWorkItemCount;
            if (isIdle() && IsPoolIdle())
            {
                if (completed == before)
                {
                    return;
                }

                before = completed;
            }
            else
            {
                before = -1;
            }

            spin.SpinOnce(sleep1Threshold: -1);
            if (Stopwatch.GetElapsedTime(started) > s_stall)
            {
                throw new TimeoutException("Somebody was busy for a minute of real time.");
            }
        }
    }

    private static bool IsPoolIdle()
    {
        if (ThreadPool.PendingWorkItemCount != 0)
        {
            return false;
        }

        ThreadPool.GetMaxThreads(out int most, out _);
        ThreadPool.GetAvailableThreads(out int available, out _);
        return available == most;
    }
}
