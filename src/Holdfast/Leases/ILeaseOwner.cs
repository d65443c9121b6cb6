namespace Holdfast;

/// <summary>What a lease asks of the manager that made it.</summary>
internal interface ILeaseOwner
{
    string Name { get; }

    TimeProvider Time { get; }

    /// <summary>The longest wait for a suspicion to be resolved, and the window in which a cause may be renamed.</summary>
    TimeSpan ConfirmTimeout { get; }

    /// <summary>The longest that the browser may take to tell its cookies.</summary>
    TimeSpan CaptureTimeout { get; }

    /// <summary>How long something that stands in front of the site is waited for.</summary>
    TimeSpan SiteOutage { get; }

    /// <summary>Asks the site who we are.</summary>
    LoginQuestion Question { get; }

    /// <summary>Called once, on the thread that closed the latch, before <c>Lost</c> fires. Must not block.</summary>
    void OnLatched(SessionLease lease);

    /// <summary>Something stands in front of the site, and is waited for.</summary>
    /// <param name="seen">What shows it.</param>
    void OnSiteBlocked(string seen);

    /// <summary>The site had ended the login of our calls and knows a newer one, for the first time in this generation.</summary>
    void OnLoginRenewed(SessionLease lease);

    /// <summary>A hook failed of its own while this lease lived: the session ends, and whoever asked waits for that.</summary>
    /// <param name="fault">What the hook threw.</param>
    /// <param name="lost">Fires when the lease is lost.</param>
    Task OnHookFailedAsync(HookFailedException fault, CancellationToken lost);
}
