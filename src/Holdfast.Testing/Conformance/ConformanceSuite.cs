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
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(5);

    /// <summary>Injects one fault, several times, each time into a session of its own.</summary>
    /// <param name="fault">The fault.</param>
    /// <param name="busy">True to have a command in flight when it strikes.</param>
    /// <param name="rounds">How often; at least once.</param>
    /// <param name="cancellationToken">Ends the suite; no session is left behind.</param>
    /// <returns>What was measured.</returns>
    /// <exception cref="ArgumentException">The fault is no death, so that there is nothing to measure.</exception>
    /// <exception cref="TimeoutException">A round did not end: the death was not noticed, or not recovered.</exception>
    public Task<ConformanceRow> RunAsync(FaultKind fault, bool busy, int rounds, CancellationToken cancellationToken) =>
        RunAsync(
            new ConformanceFault<TSession>(
                fault.ToString(), FaultExpectation.Of(fault), (strike, limit) => InjectAsync(strike, fault, limit)),
            busy, rounds, cancellationToken);

    /// <summary>Injects a fault of the caller's own, several times, each time into a session of its own.</summary>
    /// <param name="fault">The fault.</param>
    /// <param name="busy">True to have a command in flight when it strikes.</param>
    /// <param name="rounds">How often; at least once.</param>
    /// <param name="cancellationToken">Ends the suite; no session is left behind.</param>
    /// <returns>What was measured.</returns>
    /// <exception cref="ArgumentException">The fault is no death, so that there is nothing to measure.</exception>
    /// <exception cref="TimeoutException">A round did not end: the death was not noticed, or not recovered.</exception>
    public async Task<ConformanceRow> RunAsync(ConformanceFault<TSession> fault, bool busy, int rounds, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(fault);
        ArgumentOutOfRangeException.ThrowIfLessThan(rounds, 1);
        if (!fault.Expected.IsDeath)
        {
            throw new ArgumentException($"{fault.Name} is no death: a session must live through it.", nameof(fault));
        }

        List<ConformanceRound> all = [];
        for (int round = 0; round < rounds; round++)
        {
            all.Add(await RoundAsync(fault, busy, cancellationToken).ConfigureAwait(false));
        }

        return new ConformanceRow(fault.Name, busy, all);
    }

    /// <summary>Runs into one trouble, several times, in one session that must outlive it.</summary>
    /// <param name="trouble">The trouble.</param>
    /// <param name="rounds">How often; at least once.</param>
    /// <param name="cancellationToken">Ends the suite; no session is left behind.</param>
    /// <returns>What was measured. A trouble that killed the session ends with its first round.</returns>
    public async Task<TroubleRow> RunAsync(ConformanceTrouble<TSession> trouble, int rounds, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(trouble);
        ArgumentOutOfRangeException.ThrowIfLessThan(rounds, 1);
        SessionManager<TSession> manager = new(provider, Options.Create(options.Session), options.Verifier);
        List<(TimeSpan, string)> all = [];
        try
        {
            SessionLease<TSession> lease = await manager.LeaseAsync(cancellationToken).ConfigureAwait(false);
            while (all.Count < rounds && !lease.IsLost)
            {
                await DoAsync(lease, options.Prepare, cancellationToken).ConfigureAwait(false);
                all.Add(await MeetAsync(trouble, lease, cancellationToken).ConfigureAwait(false));
                if (!lease.IsLost)
                {
                    await DoAsync(lease, options.ShortCommand, cancellationToken).ConfigureAwait(false);
                }
            }

            int deaths = manager.Health.Deaths;
            await manager.DisposeAsync().ConfigureAwait(false);
            return new TroubleRow(trouble.Name, all, deaths, await CountLeftAsync([lease.Faults!], cancellationToken).ConfigureAwait(false));
        }
        finally
        {
            await manager.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static async Task<(TimeSpan Took, string Saw)> MeetAsync(
        ConformanceTrouble<TSession> trouble, SessionLease<TSession> lease, CancellationToken cancellationToken)
    {
        long began = Stopwatch.GetTimestamp();
        string saw = "success";
        try
        {
            await trouble.RunAsync(lease, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            saw = exception.GetType().Name;
        }

        return (Stopwatch.GetElapsedTime(began), saw);
    }

    private async Task<ConformanceRound> RoundAsync(ConformanceFault<TSession> fault, bool busy, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.RoundTimeout);
        IncidentRecorder incidents = new();
        SessionManager<TSession> manager = new(provider, Options.Create(options.Session), options.Verifier, [incidents]);
        List<IFaultTarget> targets = [];
        try
        {
            ConformanceRound round = await RoundAsync(manager, incidents, targets, fault, busy, limit.Token).ConfigureAwait(false);
            fault.Release?.Invoke();
            await manager.DisposeAsync().ConfigureAwait(false);
            int left = await CountLeftAsync(targets, cancellationToken).ConfigureAwait(false);
            return round with { ProcessesLeft = left, Incidents = incidents.Incidents.Count };
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException(
                $"{fault.Name}{(busy ? "" : ", idle")}: no end within {options.RoundTimeout.TotalSeconds:0} s; the session is {manager.Health.State}.");
        }
        finally
        {
            fault.Release?.Invoke();
            await manager.DisposeAsync().ConfigureAwait(false);
            targets.ForEach(target => target.Release());
        }
    }

    private async Task<ConformanceRound> RoundAsync(
        SessionManager<TSession> manager, IncidentRecorder incidents, List<IFaultTarget> targets, ConformanceFault<TSession> fault, bool busy,
        CancellationToken limit)
    {
        SessionLease<TSession> lease = await manager.LeaseAsync(limit).ConfigureAwait(false);
        targets.Add(lease.Faults ?? throw new NotSupportedException("The adapter has no fault target."));
        await DoAsync(lease, options.Prepare, limit).ConfigureAwait(false);
        Task<long> inFlight = busy ? await BeginAsync(lease, fault.Expected, limit).ConfigureAwait(false) : Task.FromResult(0L);

        TaskCompletionSource<long> lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using CancellationTokenRegistration registration = lease.Lost.Register(() => lost.TrySetResult(Stopwatch.GetTimestamp()));
        Task<long?> silent = SeeSilenceAsync(manager, lost.Task);
        ConformanceStrike<TSession> strike = new(lease);
        Task injected = fault.InjectAsync(strike, limit);
        long died = await DiedAsync(lost.Task, injected, limit).ConfigureAwait(false);
        long struck = strike.At;
        TimeSpan? ended = busy ? Stopwatch.GetElapsedTime(struck, await inFlight.WaitAsync(limit).ConfigureAwait(false)) : null;

        SessionLease<TSession> next = await manager.LeaseAsync(limit).ConfigureAwait(false);
        TimeSpan recovered = Stopwatch.GetElapsedTime(died);
        targets.Add(next.Faults!);
        await DoAsync(next, options.ShortCommand, limit).ConfigureAwait(false);
        Incident incident = await incidents.FirstAsync(record => record is { Generation: 1, Outcome: not IncidentOutcome.Open })
            .WaitAsync(limit).ConfigureAwait(false);
        await Task.WhenAny(injected, Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, limit)).ConfigureAwait(false);
        TimeSpan? seen = await silent.ConfigureAwait(false) is { } at ? Stopwatch.GetElapsedTime(struck, at) : null;
        return new ConformanceRound(
            fault.Expected,
            seen,
            Stopwatch.GetElapsedTime(struck, died),
            ended,
            recovered,
            RecoveryStep.Decisive(incident.Steps) ?? "none",
            incident,
            Incidents: 0,
            ProcessesLeft: 0);
    }

    // An injection that fails before anything dies would leave the round waiting for its limit.
    private static async Task<long> DiedAsync(Task<long> lost, Task injected, CancellationToken limit)
    {
        _ = await Task.WhenAny(lost, injected).WaitAsync(limit).ConfigureAwait(false);
        if (!lost.IsCompleted)
        {
            await injected.ConfigureAwait(false);
        }

        return await lost.WaitAsync(limit).ConfigureAwait(false);
    }

    private static async Task<long?> SeeSilenceAsync(SessionManager<TSession> manager, Task lost)
    {
        while (!lost.IsCompleted)
        {
            if (manager.Health.State == SessionState.Unresponsive)
            {
                return Stopwatch.GetTimestamp();
            }

            _ = await Task.WhenAny(lost, Task.Delay(s_look, TimeProvider.System, CancellationToken.None)).ConfigureAwait(false);
        }

        return null;
    }

    private async Task<int> CountLeftAsync(IReadOnlyList<IFaultTarget> targets, CancellationToken cancellationToken) =>
        options.CountLeftBehind is { } count
            ? await count(cancellationToken).ConfigureAwait(false)
            : targets.Sum(target => target.RunningProcesses);

    private static async Task DoAsync(SessionLease<TSession> lease, Action<TSession>? command, CancellationToken cancellationToken)
    {
        if (command is not null)
        {
            await lease.UseAsync(
                session =>
                {
                    command(session);
                    return true;
                },
                cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task InjectAsync(ConformanceStrike<TSession> strike, FaultKind fault, CancellationToken limit)
    {
        SessionLease<TSession> lease = strike.Lease;
        await lease.Faults!.InjectAsync(fault, limit).ConfigureAwait(false);
        if (fault == FaultKind.StopTab)
        {
            // The tab's process was looked for before, which takes a second on a slow machine; stopping it was the last thing done.
            strike.Now();
        }

        if (fault != FaultKind.ExpireLogin)
        {
            return;
        }

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

    private async Task<Task<long>> BeginAsync(SessionLease<TSession> lease, FaultExpectation expected, CancellationToken limit)
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
            }
            catch (SessionLostException)
            {
                return Stopwatch.GetTimestamp();
            }
            catch (Exception) when (expected.CallsFailFirst && !limit.IsCancellationRequested)
            {
                return Stopwatch.GetTimestamp();
            }

            return expected.CallsEndFirst
                ? Stopwatch.GetTimestamp()
                : throw new InvalidOperationException("The long command outlived its session.");
        }
    }
}
