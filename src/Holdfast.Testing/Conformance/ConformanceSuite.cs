using System.Diagnostics;
using Microsoft.Extensions.Options;

namespace Holdfast.Testing;

/// <summary>Injects faults into real sessions of an adapter and measures what comes of them. Every adapter must pass all that it supports.</summary>
/// <typeparam name="TSession">What a caller drives.</typeparam>
/// <param name="provider">Launches the sessions; owned by the caller.</param>
/// <param name="options">What the suite needs to know.</param>
/// <remarks>Runs one round at a time, in real time. Not thread safe.</remarks>
public sealed class ConformanceSuite<TSession>(ISessionProvider<TSession> provider, ConformanceOptions<TSession> options)
    where TSession : class
{
    /// <summary>Injects one fault, several times, each time into a session of its own.</summary>
    /// <param name="fault">The fault.</param>
    /// <param name="busy">True to have a command in flight when it strikes.</param>
    /// <param name="rounds">How often; at least once.</param>
    /// <param name="cancellationToken">Ends the suite; no session is left behind.</param>
    /// <returns>What was measured.</returns>
    /// <exception cref="ArgumentException">The fault is no death, so that there is nothing to measure.</exception>
    /// <exception cref="TimeoutException">A round did not end: the death was not noticed, or not recovered.</exception>
    public async Task<ConformanceRow> RunAsync(FaultKind fault, bool busy, int rounds, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rounds, 1);
        if (!FaultExpectation.Of(fault).IsDeath)
        {
            throw new ArgumentException($"{fault} is no death: a session must live through it.", nameof(fault));
        }

        List<ConformanceRound> all = [];
        for (int round = 0; round < rounds; round++)
        {
            all.Add(await RoundAsync(fault, busy, cancellationToken).ConfigureAwait(false));
        }

        return new ConformanceRow(fault, busy, all);
    }

    private async Task<ConformanceRound> RoundAsync(FaultKind fault, bool busy, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.RoundTimeout);
        IncidentRecorder incidents = new();
        SessionManager<TSession> manager = new(provider, Options.Create(options.Session), options.Verifier, [incidents]);
        List<IFaultTarget> targets = [];
        try
        {
            ConformanceRound round = await RoundAsync(manager, incidents, targets, fault, busy, limit.Token).ConfigureAwait(false);
            await manager.DisposeAsync().ConfigureAwait(false);
            return round with { ProcessesLeft = targets.Sum(target => target.RunningProcesses), Incidents = incidents.Incidents.Count };
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException(
                $"{fault}{(busy ? "" : ", idle")}: no end within {options.RoundTimeout.TotalSeconds:0} s; the session is {manager.Health.State}.");
        }
        finally
        {
            await manager.DisposeAsync().ConfigureAwait(false);
            targets.ForEach(target => target.Release());
        }
    }

    private async Task<ConformanceRound> RoundAsync(
        SessionManager<TSession> manager, IncidentRecorder incidents, List<IFaultTarget> targets, FaultKind fault, bool busy, CancellationToken limit)
    {
        SessionLease<TSession> lease = await manager.LeaseAsync(limit).ConfigureAwait(false);
        targets.Add(lease.Faults ?? throw new NotSupportedException("The adapter has no fault target."));
        await lease.UseAsync(
            session =>
            {
                options.Prepare?.Invoke(session);
                return true;
            },
            limit).ConfigureAwait(false);
        Task<long> inFlight = busy ? await BeginAsync(lease, limit).ConfigureAwait(false) : Task.FromResult(0L);

        TaskCompletionSource<long> lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using CancellationTokenRegistration registration = lease.Lost.Register(() => lost.TrySetResult(Stopwatch.GetTimestamp()));
        long struck = Stopwatch.GetTimestamp();
        Task injected = InjectAsync(lease, fault, limit);
        long died = await lost.Task.WaitAsync(limit).ConfigureAwait(false);
        TimeSpan? ended = busy ? Stopwatch.GetElapsedTime(struck, await inFlight.WaitAsync(limit).ConfigureAwait(false)) : null;

        SessionLease<TSession> next = await manager.LeaseAsync(limit).ConfigureAwait(false);
        TimeSpan recovered = Stopwatch.GetElapsedTime(died);
        targets.Add(next.Faults!);
        await next.UseAsync(
            session =>
            {
                options.ShortCommand(session);
                return true;
            },
            limit).ConfigureAwait(false);
        Incident incident = await incidents.FirstAsync(record => record is { Generation: 1, Outcome: not IncidentOutcome.Open })
            .WaitAsync(limit).ConfigureAwait(false);
        await Task.WhenAny(injected, Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, limit)).ConfigureAwait(false);
        return new ConformanceRound(
            fault, Stopwatch.GetElapsedTime(struck, died), ended, recovered, RecoveryStep.Decisive(incident.Steps) ?? "none", incident, Incidents: 0, ProcessesLeft: 0);
    }

    private async Task InjectAsync(SessionLease<TSession> lease, FaultKind fault, CancellationToken limit)
    {
        if (fault != FaultKind.ExpireLogin)
        {
            await lease.Faults!.InjectAsync(fault, limit).ConfigureAwait(false);
            return;
        }

        await options.ExpireLogin!().ConfigureAwait(false);
        try
        {
            // A logged-out answer is what makes anybody ask.
            _ = await lease.ConfirmLoginAsync("conformance", "the site was told to forget us", limit).ConfigureAwait(false);
        }
        catch (SessionLostException)
        {
            // As it should.
        }
    }

    private async Task<Task<long>> BeginAsync(SessionLease<TSession> lease, CancellationToken limit)
    {
        TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<long> call = CallAsync();
        await begun.Task.WaitAsync(limit).ConfigureAwait(false);
        if (options.CommandBegun is { } running)
        {
            await running().WaitAsync(limit).ConfigureAwait(false);
        }

        return call;

        async Task<long> CallAsync()
        {
            try
            {
                await lease.UseAsync(
                    session =>
                    {
                        begun.SetResult();
                        options.LongCommand(session);
                        return true;
                    },
                    limit).ConfigureAwait(false);
                throw new InvalidOperationException("The long command outlived its session.");
            }
            catch (SessionLostException)
            {
                return Stopwatch.GetTimestamp();
            }
        }
    }
}
