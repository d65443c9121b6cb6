namespace Holdfast;

/// <content>Questions about the session's health.</content>
public sealed partial class SessionManager<TSession>
{
    /// <inheritdoc/>
    public SessionHealth Health => Snapshot(Phase, probe: null);

    /// <inheritdoc/>
    public async Task<SessionHealth> CheckHealthAsync(CancellationToken cancellationToken = default)
    {
        if (Phase is not { Kind: PhaseKind.Live, Held: { IsLost: false } lease })
        {
            return Health;
        }

        ProbeResult answer = (await ProbeAsync(lease, cancellationToken).ConfigureAwait(false)).Answer;
        return Snapshot(Phase, answer);
    }

    private async Task<ProbeTurn> ProbeAsync(SessionLease<TSession> lease, CancellationToken cancellationToken)
    {
        // The adapter's own deadline comes earlier, so that its answer, which names the layer, is there before we give it up, on a busy machine too: there
        // it was seen to come 70 to 100 ms after that deadline.
        using CancellationTokenSource deadline = new(_options.ProbeTimeout, _time);
        using CancellationTokenSource earlier = new(_options.ProbeTimeout * 0.8, _time);
        using CancellationTokenSource linked = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, lease.Lost, cancellationToken);
        using CancellationTokenSource inner = CancellationTokenSource.CreateLinkedTokenSource(linked.Token, earlier.Token);
        CancellationToken token = inner.Token;
        Task<ProbeResult> asked = Task.Run(() => lease.Session!.ProbeAsync(token), CancellationToken.None);
        Task<ProbeResult>? overdue = null;
        ProbeResult result;
        try
        {
            result = await asked.WaitObservedAsync(linked.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            overdue = asked;
            result = new ProbeResult(false, deadline.IsCancellationRequested
                ? $"no answer within {_options.ProbeTimeout.TotalMilliseconds:0} ms"
                : EvidenceText.Clean(exception.Message));
        }

        if (result.Alive)
        {
            lease.Beat();
        }

        return new ProbeTurn(result, overdue);
    }

    private SessionHealth Snapshot(SessionPhase<TSession> phase, ProbeResult? probe)
    {
        SessionLease<TSession>? lease = phase.Shown;
        Death? death = lease is { IsRetired: false } ? lease.Death : null;
        long beat = lease?.Heartbeat ?? 0;
        return new SessionHealth
        {
            State = phase.State,
            Generation = lease?.Generation ?? 0,
            DeathDetected = death is not null,
            DeathTimestamp = death?.DetectedAt,
            Cause = death?.Cause,
            LastHeartbeat = beat == 0 ? null : _time.GetUtcNow() - _time.GetElapsedTime(beat),
            HeartbeatInterval = _options.HeartbeatInterval,
            OperationsInFlight = lease?.InFlight ?? 0,
            SymptomsSuppressed = lease?.Symptoms ?? 0,
            Deaths = Volatile.Read(ref _deaths),
            Suspensions = Volatile.Read(ref _suspensions),
            FailedAttempt = phase.Failed,
            IsCheckingLogin = lease is { IsLost: false, IsCheckingLogin: true },
            CommandAge = lease is { IsLost: false } ? lease.CommandAge : null,
            Probe = probe,
        };
    }
}
