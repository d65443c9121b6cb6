namespace Holdfast.Actions;

/// <summary>Does work on a living generation, and does it again on the next one when that generation dies under it.</summary>
/// <param name="sessions">Gives out generations.</param>
/// <param name="http">Makes calls on them.</param>
/// <param name="time">The clock.</param>
/// <param name="admit">Called for each generation before its first work: may refuse to work on it.</param>
/// <param name="swallowed">Called when work returned as if all was well although it was told that its generation, given here, is lost.</param>
internal sealed class LeasedWork(ISessionManager sessions, SessionHttpClient http, TimeProvider time, Func<SessionLease, Task> admit, Action<int> swallowed)
{
    private SessionLease? _admitted;

    /// <summary>Fetches, proves the login, and commits, all on one generation.</summary>
    /// <param name="fetch">The work. When its token ends it is not waited for any longer: what it still does cannot commit.</param>
    /// <param name="commit">Writes the result, checking the lease immediately before COMMIT. It is always waited for, so that it is known
    /// whether it landed.</param>
    /// <param name="timeout">The longest that the work may take on one living generation, without what its calls wait for pauses and turns.</param>
    /// <param name="stop">Ends the wait for a living generation, and when it aborts the work as well.</param>
    /// <returns>What the commit gave back.</returns>
    /// <exception cref="WorkFailedException">The work failed, or took too long, on a living generation. What the commit throws passes as it
    /// is: a failing ledger is not a failing site.</exception>
    /// <remarks>A death spends no attempt. The verdict comes from the lease, whatever the work threw.</remarks>
    public async Task<TCommitted> RunAsync<TFetched, TCommitted>(
        Func<GatherContext, CancellationToken, Task<TFetched>> fetch,
        Func<TFetched, SessionLease, Task<TCommitted>> commit,
        TimeSpan timeout,
        StopSignal stop)
    {
        while (true)
        {
            try
            {
                return await TryAsync(fetch, commit, timeout, isTrial: false, stop).ConfigureAwait(false);
            }
            catch (SessionLostException)
            {
                stop.ThrowIfRaised();
            }
        }
    }

    /// <summary>As <see cref="RunAsync"/>, on one generation only.</summary>
    /// <param name="fetch">The work.</param>
    /// <param name="commit">Writes the result.</param>
    /// <param name="timeout">As for <see cref="RunAsync"/>.</param>
    /// <param name="isTrial">True when the work is suspected of killing sessions and nothing else is in flight.</param>
    /// <param name="stop">Ends the wait for a living generation, and when it aborts the work as well.</param>
    /// <returns>What the commit gave back.</returns>
    /// <exception cref="SessionLostException">The generation died under the work: nothing is committed.</exception>
    /// <exception cref="WorkFailedException">As for <see cref="RunAsync"/>.</exception>
    public async Task<TCommitted> TryAsync<TFetched, TCommitted>(
        Func<GatherContext, CancellationToken, Task<TFetched>> fetch,
        Func<TFetched, SessionLease, Task<TCommitted>> commit,
        TimeSpan timeout,
        bool isTrial,
        StopSignal stop)
    {
        SessionLease lease = await sessions.LeaseAsync(stop.Either).ConfigureAwait(false);
        if (Volatile.Read(ref _admitted) != lease)
        {
            await admit(lease).ConfigureAwait(false);
            Volatile.Write(ref _admitted, lease);
        }

        using IDisposable? trial = isTrial ? lease.BeginTrial() : null;
        TFetched fetched = await FetchAsync(lease, fetch, timeout, stop.Abort).ConfigureAwait(false);
        return await commit(fetched, lease).ConfigureAwait(false);
    }

    private async Task<TFetched> FetchAsync<TFetched>(
        SessionLease lease, Func<GatherContext, CancellationToken, Task<TFetched>> fetch, TimeSpan timeout, CancellationToken abort)
    {
        using WorkDeadline deadline = new(timeout, time);
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(lease.Lost, deadline.Token, abort);
        using LeasedHttp calls = http.ForLease(lease, deadline);

        // On the pool, because an action may block before its first await; then only waiting for it can be given up.
        Task<TFetched> work = Task.Run(FetchAndProveAsync, CancellationToken.None);
        try
        {
            return await work.WaitAsync(ending.Token).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            work.Observe();
            lease.ThrowIfLost();
            abort.ThrowIfCancellationRequested();
            throw new WorkFailedException(exception is OperationCanceledException && deadline.Token.IsCancellationRequested
                ? new TimeoutException($"It did not end within {timeout.TotalSeconds:0.###} s on a living session.", exception)
                : exception);
        }

        async Task<TFetched> FetchAndProveAsync()
        {
            TFetched fetched;
            try
            {
                fetched = await fetch(new GatherContext(calls), ending.Token).ConfigureAwait(false);
            }
            catch (Exception exception) when (!SiteFault.Is(exception) && !ending.IsCancellationRequested)
            {
                // It would be believed for good: a visitor is told 401, and a login page breaks what reads it.
                await calls.ProveAsync(ending.Token).ConfigureAwait(false);
                throw;
            }

            if (lease.IsLost && calls.IsLossSeen)
            {
                // The proof below refuses it; the bug in the action deserves a name.
                swallowed(lease.Generation);
            }

            await calls.ProveAsync(ending.Token).ConfigureAwait(false);
            return fetched;
        }
    }
}
