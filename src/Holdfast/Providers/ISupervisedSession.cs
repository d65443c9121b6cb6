namespace Holdfast;

/// <summary>One running browser as its manager sees it. Only the manager calls it; every call is given a deadline.</summary>
/// <typeparam name="TSession">What a caller drives.</typeparam>
public interface ISupervisedSession<TSession>
    where TSession : class
{
    /// <summary>How long the driver has been at its current command; null when it has none, or when that cannot be told. Never blocks.</summary>
    TimeSpan? CommandAge { get; }

    /// <summary>How to hurt this session, for drills; null when that cannot be done.</summary>
    IFaultTarget? Faults { get; }

    /// <summary>Runs work on the session, on the adapter's own thread, never on the thread pool when the driver blocks.</summary>
    /// <typeparam name="TResult">What the work gives back.</typeparam>
    /// <param name="work">The work. The token ends when the lease is lost or the caller cancels.</param>
    /// <param name="cancellationToken">The token that is handed to the work; queued work that was not begun is dropped.</param>
    /// <returns>The work's result.</returns>
    Task<TResult> InvokeAsync<TResult>(Func<TSession, CancellationToken, Task<TResult>> work, CancellationToken cancellationToken);

    /// <summary>Logs in with the user's hook.</summary>
    /// <param name="login">What the hook is handed; its token ends the attempt.</param>
    /// <returns>A task that ends with the hook.</returns>
    Task LogInAsync(LoginContext login);

    /// <summary>Looks at the page that the browser shows: asked when the login hook has failed,
    /// or has returned and the site still takes us for a visitor.</summary>
    /// <param name="cancellationToken">Ends the look.</param>
    /// <returns>The page; null (the default) when it cannot be told.</returns>
    Task<ShownPage?> LookAtPageAsync(CancellationToken cancellationToken) => Task.FromResult<ShownPage?>(null);

    /// <summary>Tells a failure of the driver, which another browser may not have, from one of the hook's own, which would only be repeated. Pure;
    /// thread safe.</summary>
    /// <param name="exception">What a hook threw, or an exception inside it. Failures of HTTP and of sockets, time-outs and cancellations need not be
    /// known here.</param>
    /// <returns>True when the driver threw it. Default: false.</returns>
    bool IsDriverFault(Exception exception) => false;

    /// <summary>Reads every cookie and the headers that API calls must share with the browser.</summary>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The login as it stands now.</returns>
    Task<LoginSnapshot> CaptureLoginAsync(CancellationToken cancellationToken);

    /// <summary>Puts the cookies of an earlier generation into this browser.</summary>
    /// <param name="login">What was captured.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    /// <returns>A task that ends when the browser holds them.</returns>
    Task RestoreLoginAsync(LoginSnapshot login, CancellationToken cancellationToken);

    /// <summary>Empties the browser of cookies, such as those that a kept profile has: the site has refused a login that was put back, and the next one is
    /// to start clean. Default: does nothing, for browsers that are clean whenever they are launched.</summary>
    /// <param name="cancellationToken">Ends the emptying.</param>
    /// <returns>A task that ends when the browser holds none.</returns>
    Task ForgetLoginAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Sends one harmless command through the whole chain, to show that commands work.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A task that fails when the chain does.</returns>
    Task CanaryAsync(CancellationToken cancellationToken);

    /// <summary>Asks browser, tab and driver for a sign of life, outside the command queue.</summary>
    /// <param name="cancellationToken">The deadline.</param>
    /// <returns>Who answered. Decisive findings are reported as evidence as well.</returns>
    Task<ProbeResult> ProbeAsync(CancellationToken cancellationToken);

    /// <summary>Makes this browser serve the next generation: gives it a new tab where its own was lost or hangs, and frees its command queue,
    /// within 500 ms.</summary>
    /// <param name="cause">Why the last generation was lost: <see cref="LossCause.LoggedOut"/>, <see cref="LossCause.TabLost"/> or
    /// <see cref="LossCause.Unresponsive"/>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>False when a new browser is needed.</returns>
    Task<bool> TryReuseAsync(LossCause cause, CancellationToken cancellationToken);

    /// <summary>Judges the failure of a call made through <see cref="InvokeAsync"/>. Pure; thread safe.</summary>
    /// <param name="exception">What was thrown.</param>
    /// <returns>The verdict; <see cref="Verdict.None"/> when no rule matches.</returns>
    Verdict Classify(Exception exception);

    /// <summary>Resolves a suspicion by asking what is left of the session.</summary>
    /// <param name="suspicion">The verdict of kind <see cref="VerdictKind.Suspected"/>.</param>
    /// <param name="cancellationToken">The deadline, at most 200 ms away.</param>
    /// <returns>A verdict of kind <see cref="VerdictKind.Dead"/>, or any other when the session lives.</returns>
    Task<Verdict> ConfirmAsync(Verdict suspicion, CancellationToken cancellationToken);

    /// <summary>Ends browser and driver: close, kill, verify. Reports no evidence from here on. Idempotent.</summary>
    /// <param name="cancellationToken">The deadline for closing politely; killing and verifying happen whatever it says.</param>
    /// <returns>A task that ends when no process is left.</returns>
    Task EndAsync(CancellationToken cancellationToken);
}
