namespace Holdfast;

/// <summary>A lease on a session of a known kind.</summary>
/// <typeparam name="TSession">What a caller drives.</typeparam>
public sealed class SessionLease<TSession> : SessionLease
    where TSession : class
{
    private ISupervisedSession<TSession>? _session;

    internal SessionLease(ILeaseOwner owner, int generation)
        : base(owner, generation)
    {
    }

    /// <summary>The browser behind this lease; set before the lease is handed out.</summary>
    internal ISupervisedSession<TSession>? Session
    {
        get => Volatile.Read(ref _session);
        set => Volatile.Write(ref _session, value);
    }

    /// <inheritdoc/>
    public override IFaultTarget? Faults => Session?.Faults;

    /// <inheritdoc/>
    public override async Task PingAsync(CancellationToken cancellationToken = default) => _ = await GuardCoreAsync(
        Session!,
        static async (session, admission) =>
        {
            await session.CanaryAsync(admission.CancellationToken).ConfigureAwait(false);
            return true;
        },
        JudgeAsync,
        cancellationToken).ConfigureAwait(false);

    internal override TimeSpan? CommandAge => Session?.CommandAge;

    /// <summary>Drives the session: the work runs on the session's own thread and ends on our side at once when the lease is lost.</summary>
    /// <typeparam name="TResult">What the work gives back.</typeparam>
    /// <param name="work">The work. It may block. Do not keep the session it is given.</param>
    /// <param name="cancellationToken">The caller's own wish to stop.</param>
    /// <returns>The work's result.</returns>
    /// <exception cref="SessionLostException">The generation was dead, died before the work ended, or the work's failure showed that it is dead.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public ValueTask<TResult> UseAsync<TResult>(Func<TSession, TResult> work, CancellationToken cancellationToken = default) =>
        UseAsync((session, _) => Task.FromResult(work(session)), cancellationToken);

    /// <summary>Drives the session with asynchronous work, which stays on the session's own thread.</summary>
    /// <typeparam name="TResult">What the work gives back.</typeparam>
    /// <param name="work">The work. Its token ends when the lease is lost or the caller cancels.</param>
    /// <param name="cancellationToken">The caller's own wish to stop.</param>
    /// <returns>The work's result.</returns>
    /// <exception cref="SessionLostException">As for the other overload.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public ValueTask<TResult> UseAsync<TResult>(
        Func<TSession, CancellationToken, Task<TResult>> work, CancellationToken cancellationToken = default) =>
        GuardCoreAsync(
            (Session: Session!, Work: work),
            static (state, admission) => new ValueTask<TResult>(state.Session.InvokeAsync(state.Work, admission.CancellationToken)),
            JudgeAsync,
            cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<TResult> UseAsync<TDriver, TResult>(Func<TDriver, TResult> work, CancellationToken cancellationToken = default) =>
        work is Func<TSession, TResult> fitting
            ? UseAsync(fitting, cancellationToken)
            : throw new InvalidOperationException(
                $"Session '{SessionName}' drives {typeof(TSession).Name}, not {typeof(TDriver).Name}. Ask for {typeof(TSession).Name}.");

    /// <inheritdoc/>
    private protected override Task<LoginSnapshot> CaptureLoginAsync(CancellationToken cancellationToken) => GuardCoreAsync(
        Session!,
        static (session, admission) => new ValueTask<LoginSnapshot>(session.CaptureLoginAsync(admission.CancellationToken)),
        JudgeAsync,
        cancellationToken).AsTask();

    /// <inheritdoc/>
    private protected override Task<LoginSnapshot> ReadLoginAsync(CancellationToken cancellationToken) => Session!.CaptureLoginAsync(cancellationToken);

    /// <inheritdoc/>
    private protected override bool IsDriverFault(Exception exception) => Session?.IsDriverFault(exception) is true;

    /// <summary>Closes the latch when the failure of a driver call shows that the session is dead.</summary>
    /// <returns>True when this failure closed it.</returns>
    private async Task<bool> JudgeAsync(Exception failure)
    {
        Verdict verdict;
        try
        {
            verdict = Session!.Classify(failure);
            if (verdict.Kind == VerdictKind.Suspected)
            {
                verdict = await ConfirmAsync(verdict).ConfigureAwait(false);
            }
        }
        catch (Exception)
        {
            // Nothing confirmed it in time, or the rules themselves failed: the failure stays the call's own.
            return false;
        }

        return verdict is { Kind: VerdictKind.Dead, Cause: { } cause }
            && ReportDeath(new Evidence(cause, EvidenceStrength.Inferred, "call", $"{verdict.Rule}: {failure.Message}"));
    }

    private async Task<Verdict> ConfirmAsync(Verdict suspicion)
    {
        using IDisposable suspected = Suspect();
        using CancellationTokenSource deadline = new(Owner.ConfirmTimeout, Owner.Time);
        using CancellationTokenSource linked = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, Lost);
        return await Session!.ConfirmAsync(suspicion, linked.Token).WaitObservedAsync(linked.Token).ConfigureAwait(false);
    }
}
