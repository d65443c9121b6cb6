namespace Holdfast.Simulation.Tests;

/// <summary>Lets one thing happen after the other, the same each time: the pool has one thread, and the clock goes on only when that has nothing else
/// to do.</summary>
/// <param name="clock">The clock.</param>
/// <remarks>Whatever runs in a world runs on that thread, or on the ledger's while that thread waits for it. So there is one order, and the seed makes
/// it.</remarks>
internal sealed class Turns(QuietClock clock) : IThreadPoolWorkItem
{
    private static readonly TimeSpan s_stall = TimeSpan.FromMinutes(1);

    private readonly ManualResetEventSlim _ended = new();
    private Func<bool> _isOver = static () => true;
    private TimeSpan _until;
    private Exception? _failure;
    private int _away;
    private bool _isResting;

    /// <summary>Gives this process a pool of one thread. Before anything runs there.</summary>
    public static void TakeOneThread()
    {
        if (!ThreadPool.SetMinThreads(1, 1) || !ThreadPool.SetMaxThreads(1, 1))
        {
            throw new InvalidOperationException("The pool cannot be given one thread only.");
        }
    }

    /// <summary>Goes on until it is over. From a thread that is not the pool's.</summary>
    /// <param name="isOver">Asked whenever nobody has anything to do.</param>
    /// <param name="longest">The longest that it may take by the clock.</param>
    /// <exception cref="TimeoutException">It takes longer, or nobody waits for anything, or somebody holds the thread.</exception>
    public void Run(Func<bool> isOver, TimeSpan longest)
    {
        (_isOver, _until, _failure) = (isOver, clock.Now + longest, null);
        _ended.Reset();
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        if (!_ended.Wait(s_stall))
        {
            throw new StalledException();
        }

        if (_failure is not null)
        {
            throw _failure;
        }
    }

    /// <summary>Waits for another thread that goes on by itself, and ends by giving the pool something to do. Meanwhile the clock stands, and so does the
    /// pool's thread: to ask again and again would take a processor from the one that is waited for.</summary>
    public async Task<T> AwayAsync<T>(Func<Task<T>> work)
    {
        _away++;
        try
        {
            return await work();
        }
        finally
        {
            _away--;
            if (_isResting)
            {
                _isResting = false;
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
            }
        }
    }

    /// <inheritdoc/>
    void IThreadPoolWorkItem.Execute()
    {
        try
        {
            // Behind everything else that waits for the thread.
            if (ThreadPool.PendingWorkItemCount == 0)
            {
                _isResting = _away > 0;
                if (_isResting)
                {
                    return;
                }

                if (!GoOn())
                {
                    _ended.Set();
                    return;
                }
            }
        }
        catch (Exception exception)
        {
            _failure = exception;
            _ended.Set();
            return;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    private bool GoOn()
    {
        if (_isOver())
        {
            return false;
        }

        if (clock.Now > _until)
        {
            throw new TimeoutException("it takes too long");
        }

        return clock.GoOn() ? true : throw new TimeoutException("nobody waits for anything, and it does not end");
    }
}
