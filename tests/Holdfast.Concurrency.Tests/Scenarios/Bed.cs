using System.Collections.Concurrent;
using System.Globalization;
using Holdfast.Testing;

namespace Holdfast.Concurrency.Tests;

/// <summary>A manager with everything around it scripted, what actors do with it, and what must hold whatever the order.</summary>
internal sealed class Bed
{
    // Real, and long: only reached by what would never end.
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<int, SessionLease<Tab>> _leases = new();
    private readonly ConcurrentDictionary<int, int> _latched = new();
    private readonly ConcurrentDictionary<int, bool> _dead = new();
    private readonly ConcurrentQueue<(int Generation, long Sequence)> _begun = new();
    private readonly ConcurrentQueue<string> _wrong = new();
    private readonly Lazy<SessionManager<Tab>> _manager;
    private Question? _question;

    public Bed()
    {
        _manager = new(() => new SessionManager<Tab>(
            Provider, Microsoft.Extensions.Options.Options.Create(Options), Verifier, [Incidents], new PointClock()));
        Provider.Launch.Do(_ => Note(Provider.Running > 0, "a browser was launched while another ran"));
        Provider.LogIn.Do(_ => Schedule.Point("log-in", 0));
        Provider.Canary.Do(_ => Schedule.Point("canary", 0));
        Provider.End.Do(_ => Schedule.Point("end", 0));
    }

    /// <summary>Deadlines that a healthy run never reaches are long: a lost signal must not be mended by one.</summary>
    public SessionOptions Options { get; } = new()
    {
        Name = "bed",
        ConfirmTimeout = TimeSpan.FromMilliseconds(1),
        HeartbeatInterval = TimeSpan.FromHours(1),
        ProbePeriod = TimeSpan.FromHours(1),
        LateTick = TimeSpan.FromMinutes(10),
        Recovery = { MaxRestarts = 100, BackoffBase = TimeSpan.Zero, InFlightTimeout = TimeSpan.FromMinutes(10) },
    };

    public ScriptedProvider<Tab> Provider { get; } = new(static launch => new Tab(launch));

    public ScriptedVerifier Verifier { get; } = new();

    public IncidentRecorder Incidents { get; } = new();

    public SessionManager<Tab> Manager => _manager.Value;

    /// <summary>Ends with the first question about a suspicion.</summary>
    public TaskCompletionSource Answered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Plays the actors at the same time, closes the manager and looks at what is left.</summary>
    /// <param name="actors">What is done at once. Each must end by itself.</param>
    /// <param name="also">What must hold besides, when the actors have ended and the manager is not closed yet.</param>
    /// <returns>What was wrong; null when nothing was.</returns>
    public async Task<string?> PlayAsync(IEnumerable<Func<Task>> actors, Func<Task>? also = null)
    {
        try
        {
            await Within(Task.WhenAll(actors.Select(Task.Run)), "the actors");
            if (also is not null)
            {
                await Within(also(), "what came after");
            }

            await Within(Manager.DisposeAsync().AsTask(), "the closing");
            await Within(CheckAsync(), "the check");
        }
        catch (Exception exception)
        {
            _wrong.Enqueue(exception is TimeoutException ? exception.Message : exception.ToString());
        }

        return _wrong.IsEmpty ? null : string.Join("; ", _wrong.Distinct());
    }

    public void Note(bool wrong, string text)
    {
        if (wrong)
        {
            _wrong.Enqueue(text);
        }
    }

    public async Task<SessionLease<Tab>> LeaseAsync()
    {
        SessionLease<Tab> lease = await Manager.LeaseAsync(CancellationToken.None);
        Note(_leases.GetOrAdd(lease.Generation, lease) != lease, $"there were two leases of generation {lease.Generation}");
        return lease;
    }

    /// <summary>Leases until the manager refuses.</summary>
    /// <param name="use">What is done with each lease.</param>
    public async Task<SessionUnavailableException> RefusedAsync(Func<SessionLease<Tab>, Task> use)
    {
        while (true)
        {
            SessionLease<Tab> lease;
            try
            {
                lease = await LeaseAsync();
            }
            catch (SessionUnavailableException refused)
            {
                return refused;
            }

            await use(lease);
        }
    }

    /// <summary>Reports a death that is beyond doubt.</summary>
    public void Die(SessionLease lease)
    {
        if (lease.ReportDeath(new Evidence(LossCause.BrowserExited, EvidenceStrength.Explicit, "actor", "")))
        {
            _latched.AddOrUpdate(lease.Generation, 1, static (_, count) => count + 1);
        }

        _dead[lease.Generation] = true;
    }

    /// <summary>A guarded call that ends at once, or when the given task does.</summary>
    /// <returns>True when it had a result; false when the lease was lost, or the caller would not wait.</returns>
    public async Task<bool> CallAsync(SessionLease lease, Task? until = null, CancellationToken cancellationToken = default)
    {
        bool known = _dead.ContainsKey(lease.Generation);
        Question? question = System.Threading.Volatile.Read(ref _question);
        bool begun = false;
        try
        {
            await lease.GuardAsync(
                this,
                (bed, admission) =>
                {
                    begun = true;
                    bed._begun.Enqueue((admission.Generation, admission.Sequence));
                    bed.Note(
                        question?.Generation == admission.Generation && System.Threading.Volatile.Read(ref bed._question) == question,
                        "a call that was made while the site was asked who we are was begun before it answered");
                    return until is null ? new ValueTask<bool>(true) : new ValueTask<bool>(EndAsync(until));
                },
                cancellationToken);
            Note(known, "a dead lease gave a result");
            return true;
        }
        catch (SessionLostException lost)
        {
            Note(!lease.IsLost || lost.Generation != lease.Generation, "a loss without a death");
            Note(lease.AdmittedAfterDeath != 0, $"{lease.AdmittedAfterDeath} calls were admitted after the death");
            return false;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return false;
        }
        finally
        {
            Note(known && begun, "a call was begun after the report of the death had returned");
        }
    }

    /// <summary>Asks on behalf of a suspicion: no call may be admitted until it is answered, and each that comes meanwhile must wait.</summary>
    public async Task AskAsync(SessionLease suspected)
    {
        if (suspected.IsLost)
        {
            // Recovery asks too.
            return;
        }

        Question mine = new(suspected.Generation);
        System.Threading.Volatile.Write(ref _question, mine);
        for (int calls = 0; calls < 4; calls++)
        {
            using CancellationTokenSource patience = new();
            Task<bool> call = CallAsync(suspected, cancellationToken: patience.Token);
            Schedule.Point("question", 0);
            await Task.Yield();
            await patience.CancelAsync();
            await call;
        }

        System.Threading.Interlocked.CompareExchange(ref _question, null, mine);
        Answered.TrySetResult();
    }

    private static async Task<bool> EndAsync(Task until)
    {
        await until;
        return true;
    }

    private static async Task Within(Task task, string what)
    {
        try
        {
            await task.WaitAsync(s_longest, TimeProvider.System);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"{what} did not end within {s_longest.TotalSeconds:0} s: a dead-lock or a lost wake-up");
        }
    }

    private async Task CheckAsync()
    {
        Note(Provider.Running != 0, $"{Provider.Running} browsers were left behind");
        Note(Manager.Health.State is not (SessionState.Closed or SessionState.GivenUp), "the manager is not closed");
        await Assert.ThrowsAsync<SessionUnavailableException>(() => Manager.LeaseAsync(CancellationToken.None));
        ILookup<int, Incident> records = Incidents.Records.ToLookup(record => record.Generation);
        int deaths = Manager.Health.Deaths;
        Note(records.Count != deaths, $"{deaths} deaths were counted, and {records.Count} generations have an incident");
        foreach (IGrouping<int, Incident> record in records)
        {
            string outcomes = string.Join(' ', record.Select(incident => incident.Outcome).Order());
            Note(!outcomes.StartsWith("Open ", StringComparison.Ordinal) || record.Count() != 2, $"generation {record.Key} has the records {outcomes}");
        }

        foreach ((int generation, int latched) in _latched)
        {
            Note(latched != 1, $"{latched} reports closed the latch of generation {generation}");
            Note(!records[generation].Any(), $"generation {generation} died without an incident");
        }

        foreach (SessionLease<Tab> lease in _leases.Values)
        {
            long[] numbers = [.. _begun.Where(call => call.Generation == lease.Generation).Select(call => call.Sequence)];
            Note(numbers.Length != numbers.Distinct().Count(), "two calls have one number");
            Note(!lease.IsLost, $"generation {lease.Generation} lives on in a closed manager");
            Note(lease.AdmittedAfterDeath != 0, $"{lease.AdmittedAfterDeath} calls of generation {lease.Generation} were admitted after its death");
            Note(
                records[lease.Generation].LastOrDefault() is { } incident && numbers.Append(0).Max() > incident.AdmittedAtLatch,
                string.Create(CultureInfo.InvariantCulture, $"a call of generation {lease.Generation} lies beyond its latch"));
        }
    }

    private sealed class Question(int generation)
    {
        public int Generation { get; } = generation;
    }
}
