namespace Holdfast.Actions;

/// <summary>The one way that every piece of work of a leg goes, whatever the kind of its action: five rings around a fetch and its commit.</summary>
/// <remarks>
/// <para>From the outside in:</para>
/// <list type="number">
/// <item><term>Attempts</term><description>What failed on a living generation is tried again, as often as the work has it. Outside of all that can be
/// held: nobody waits for a turn, or keeps a lease, during the wait between two attempts. Outside of the generations, because a death spends no
/// attempt, and gives none back.</description></item>
/// <item><term>Generations</term><description>What lost its generation is done again on the next one; or its death is passed on, where others must hear of
/// it first. Outside of the turn, because a death gives the turn back: what was in flight at it is tried alone next, and would wait for itself; and a page
/// that kills again and again would keep every suspect waiting.</description></item>
/// <item><term>Turn</term><description>Work goes beside other work, of all runs on the session, or alone when it is suspected of killing sessions. Outside
/// of the lease: a generation may die, and be replaced, while a turn is waited for.</description></item>
/// <item><term>Lease</term><description>One living generation, from the fetch to the commit. It is told of a trial, and may be refused before its first
/// work.</description></item>
/// <item><term>Deadline</term><description>The time that a fetch, with the proof of the login, may take. Innermost: neither the wait for a turn or a
/// generation nor the commit, which is always waited for, uses it up.</description></item>
/// </list>
/// <para>A stop is looked at before each round through the rings, and ends each wait in them; an abort ends the fetch as well. Thread safe.</para>
/// </remarks>
/// <param name="sessions">Gives out generations.</param>
/// <param name="http">Makes calls on them.</param>
/// <param name="flight">Gives turns, to all runs that use the session.</param>
/// <param name="settings">How long is waited between attempts.</param>
/// <param name="time">The clock.</param>
/// <param name="admit">Called for each generation before its first work: may refuse to work on it.</param>
/// <param name="waiting">Called once for each wait of suspected work for its turn, when it has lasted as long as this. Must not throw.</param>
/// <param name="swallowed">Called when work returned as if all was well although it was told that its generation, given here, is lost.</param>
internal sealed class WorkPipeline(
    ISessionManager sessions,
    SessionHttpClient http,
    Flight flight,
    RunSettings settings,
    TimeProvider time,
    Func<SessionLease, Task> admit,
    Action<TimeSpan> waiting,
    Action<int> swallowed)
{
    private static readonly TimeSpan s_longWait = TimeSpan.FromSeconds(5);

    private SessionLease? _admitted;

    /// <summary>Fetches, proves the login, and commits, all on one generation, within the rings.</summary>
    /// <param name="work">The work.</param>
    /// <param name="stop">Nothing more is begun; when it aborts, the fetch is not waited for either.</param>
    /// <returns>What the commit gave back.</returns>
    /// <exception cref="WorkFailedException">The fetch failed, or took too long, on a living generation, and is not to be tried again. What the commit
    /// throws passes as it is: a failing ledger is not a failing site.</exception>
    /// <exception cref="SessionLostException">The generation died under work that does not outlive that: nothing is committed.</exception>
    /// <exception cref="OperationCanceledException">The signal was raised.</exception>
    /// <remarks>Whether a generation has died is asked of its lease, whatever the work threw.</remarks>
    public async Task<TCommitted> DoAsync<TFetched, TCommitted>(LeasedWork<TFetched, TCommitted> work, StopSignal stop)
    {
        while (true)
        {
            stop.ThrowIfRaised();
            try
            {
                using Flight.Turn turn = work.TakesTurn ? await EnterAsync(work.IsAlone, stop).ConfigureAwait(false) : default;
                SessionLease lease = await LeaseAsync(stop).ConfigureAwait(false);
                using IDisposable? trial = work.IsAlone ? lease.BeginTrial() : null;
                TFetched fetched;
                try
                {
                    fetched = await FetchAsync(work, lease, stop.Abort).ConfigureAwait(false);
                }
                finally
                {
                    work.WasAlone = turn.IsAlone;
                }

                return await work.CommitAsync(fetched, lease).ConfigureAwait(false);
            }
            catch (SessionLostException) when (work.OutlivesDeath)
            {
                // The next generation.
            }
            catch (WorkFailedException failure)
            {
                work.Failures++;
                if (!work.TakeFailure(failure))
                {
                    throw;
                }

                await Task.Delay(RetryWait.After(work.Failures, settings), time, stop.Either).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Commits what was not fetched, or was fetched before, on whatever generation lives.</summary>
    /// <param name="work">Commits it. A death has it committed on the next generation, whether it outlives one or not.</param>
    /// <param name="fetched">What is committed.</param>
    /// <param name="stop">Ends the wait for a living generation.</param>
    /// <returns>What the commit gave back.</returns>
    public async Task<TCommitted> CommitAsync<TFetched, TCommitted>(LeasedWork<TFetched, TCommitted> work, TFetched fetched, StopSignal stop)
    {
        while (true)
        {
            try
            {
                return await work.CommitAsync(fetched, await LeaseAsync(stop).ConfigureAwait(false)).ConfigureAwait(false);
            }
            catch (SessionLostException)
            {
                stop.ThrowIfRaised();
            }
        }
    }

    /// <summary>Waits for a turn. A trial that waits long is told: nothing else begins meanwhile.</summary>
    private async ValueTask<Flight.Turn> EnterAsync(bool alone, StopSignal stop)
    {
        ValueTask<Flight.Turn> entering = flight.EnterAsync(alone, stop.Either);
        if (!alone || entering.IsCompleted)
        {
            return await entering.ConfigureAwait(false);
        }

        Task<Flight.Turn> turn = entering.AsTask();
        using CancellationTokenSource late = new(s_longWait, time);
        await ((Task)turn).WaitAsync(late.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!turn.IsCompleted)
        {
            waiting(s_longWait);
        }

        return await turn.ConfigureAwait(false);
    }

    private async ValueTask<SessionLease> LeaseAsync(StopSignal stop)
    {
        SessionLease lease = await sessions.LeaseAsync(stop.Either).ConfigureAwait(false);
        if (Volatile.Read(ref _admitted) != lease)
        {
            await admit(lease).ConfigureAwait(false);
            Volatile.Write(ref _admitted, lease);
        }

        return lease;
    }

    private async Task<TFetched> FetchAsync<TFetched, TCommitted>(LeasedWork<TFetched, TCommitted> work, SessionLease lease, CancellationToken abort)
    {
        using WorkDeadline deadline = new(work.Timeout, time);
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(lease.Lost, deadline.Token, abort);
        using LeasedHttp calls = http.ForLease(lease, deadline);
        CancellationToken token = ending.Token;

        // On the pool, because an action may block before its first await; then only waiting for it can be given up.
        // What is given up finds its calls over.
#pragma warning disable CA2025
        Task<TFetched> fetch = Task.Run(() => FetchAndProveAsync(work, calls, token), CancellationToken.None);
#pragma warning restore CA2025
        try
        {
            return await fetch.WaitAsync(token).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            fetch.Observe();
            lease.ThrowIfLost();
            abort.ThrowIfCancellationRequested();
            throw new WorkFailedException(exception is OperationCanceledException && deadline.Token.IsCancellationRequested
                ? new TimeoutException($"It did not end within {work.Timeout.TotalSeconds:0.###} s on a living session.", exception)
                : exception);
        }
    }

    private async Task<TFetched> FetchAndProveAsync<TFetched, TCommitted>(
        LeasedWork<TFetched, TCommitted> work, LeasedHttp calls, CancellationToken ending)
    {
        TFetched fetched;
        try
        {
            fetched = await work.FetchAsync(calls, ending).ConfigureAwait(false);
        }
        catch (Exception exception) when (!SiteFault.Is(exception) && !ending.IsCancellationRequested)
        {
            // It would be believed for good: a visitor is told 401, and a login page breaks what reads it.
            await calls.ProveAsync(ending).ConfigureAwait(false);
            throw;
        }

        if (calls.Lease.IsLost && calls.IsLossSeen)
        {
            // The proof below refuses it; the bug in the action deserves a name.
            swallowed(calls.Lease.Generation);
        }

        await calls.ProveAsync(ending).ConfigureAwait(false);
        return fetched;
    }
}
