using System.Collections.Concurrent;

namespace Holdfast.Tests;

/// <summary>Everything at once, on the real clock: leases, calls of every kind, failures and reports of death, over many generations.</summary>
public sealed class SessionLatchStressTests(ITestOutputHelper output)
{
    private const int Threads = 64;
    private const int Generations = 12;

    [Theory]
    [InlineData(1)]
    [InlineData(20211)]
    [InlineData(0)]
    public async Task Death_UnderManyThreads_IsOneIncidentAndOneRecoveryForEachGeneration(int seed)
    {
        seed = seed == 0 ? Random.Shared.Next() : seed;
        output.WriteLine($"seed {seed}");
        await using Rig rig = new()
        {
            Time = TimeProvider.System,
            Options =
            {
                ConfirmTimeout = TimeSpan.FromMilliseconds(1),
                Recovery = { MaxRestarts = 1000, InFlightTimeout = TimeSpan.FromMilliseconds(1) },
            },
            Provider = { Classify = static _ => new Verdict(VerdictKind.Dead, LossCause.BrowserExited, "row 3") },
        };
        Crew crew = new(rig.Manager, Generations);

        await crew.RunAsync(Threads, seed);
        SessionLease<Gadget> last = await rig.LeaseAsync();
        await rig.Sink.OutcomeAsync(last.Generation - 1, IncidentOutcome.Recovered);
        await Deadline.Until(() => rig.Sink.Records.Count >= 2 * (last.Generation - 1));

        Assert.Empty(crew.Wrong);
        Assert.True(last.Generation > Generations);
        Assert.Equal(last.Generation, rig.Provider.Launch.Calls);
        Assert.Equal(last.Generation - 1, rig.Provider.End.Calls);
        Assert.Equal(1, rig.Provider.Running);
        Assert.Equal(last.Generation - 1, rig.Manager.Health.Deaths);
        ILookup<int, Incident> records = rig.Sink.Records.ToLookup(record => record.Generation);
        ILookup<int, long> begun = crew.Begun.ToLookup(admission => admission.Generation, admission => admission.Sequence);
        for (int generation = 1; generation < last.Generation; generation++)
        {
            Assert.Equal([IncidentOutcome.Open, IncidentOutcome.Recovered], records[generation].Select(record => record.Outcome).Order());
            Incident incident = records[generation].Last();

            // Every admitted call was begun, with a number of its own, and none beyond the latch. (Calls of the driver do not see theirs.)
            long[] numbers = [.. begun[generation]];
            Assert.Equal(numbers.Length, numbers.Distinct().Count());
            Assert.InRange(numbers.Append(0).Max(), 0, incident.AdmittedAtLatch);
            Assert.Equal(incident.AdmittedAtLatch, numbers.Length + crew.Driven.GetValueOrDefault(generation));
            Assert.True(crew.Latched.GetValueOrDefault(generation) <= 1, "one report closes a latch");
        }

        Assert.DoesNotContain(rig.Logger.Collector.GetSnapshot(), record => record.Id.Id is 1005 or 1007 or 1008 or 1009);
        Assert.Equal(last.Generation - 1, rig.Logger.Collector.GetSnapshot().Count(record => record.Id.Id == 1002));
    }

    private sealed class Crew(SessionManager<Gadget> manager, int generations)
    {
        private readonly TaskCompletionSource<int> _never = new();

        public ConcurrentQueue<(int Generation, long Sequence)> Begun { get; } = new();

        public ConcurrentDictionary<int, int> Driven { get; } = new();

        public ConcurrentDictionary<int, int> Latched { get; } = new();

        public ConcurrentQueue<string> Wrong { get; } = new();

        public Task RunAsync(int threads, int seed) => Task.WhenAll(Enumerable.Range(0, threads).Select(number => Task.Factory.StartNew(
            () => WorkAsync(new Random(seed + number)).GetAwaiter().GetResult(),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default))).InTime();

        private async Task WorkAsync(Random random)
        {
            while (true)
            {
                SessionLease<Gadget> lease = await manager.LeaseAsync().InTime();
                if (lease.Generation > generations)
                {
                    return;
                }

                while (!lease.IsLost)
                {
                    await CallAsync(lease, random);
                }

                bool begun = false;
                try
                {
                    await lease.GuardAsync(_ => new ValueTask<bool>(begun = true));
                    Wrong.Enqueue("a dead lease gave a result");
                }
                catch (SessionLostException)
                {
                    // As it must be.
                }

                if (begun)
                {
                    Wrong.Enqueue("a call was begun on a lease known to be dead");
                }
            }
        }

        private async Task CallAsync(SessionLease<Gadget> lease, Random random)
        {
            int dice = random.Next(1000);
            try
            {
                ValueTask<int> call = dice switch
                {
                    < 3 => Report(lease),
                    < 6 => Drive(lease),
                    < 30 => lease.GuardAsync(this, static (crew, admission) => crew.Begin(admission, crew._never.Task)),
                    < 300 => lease.GuardAsync(this, static (crew, admission) => crew.Begin(admission, YieldAsync())),
                    _ => lease.GuardAsync(this, static (crew, admission) => crew.Begin(admission, Task.FromResult(1))),
                };
                await call.InTime();
                if (dice is >= 3 and < 30)
                {
                    Wrong.Enqueue($"call {dice} cannot succeed");
                }
            }
            catch (SessionLostException lost)
            {
                if (!lease.IsLost || lost.Generation != lease.Generation)
                {
                    Wrong.Enqueue("a loss without a death");
                }
            }
            catch (Exception exception)
            {
                Wrong.Enqueue($"{dice}: {exception.GetType().Name}: {exception.Message}");
            }
        }

        private ValueTask<int> Drive(SessionLease<Gadget> lease) => lease.UseAsync<int>(_ =>
        {
            Driven.AddOrUpdate(lease.Generation, 1, static (_, count) => count + 1);
            throw new InvalidOperationException("invalid session id");
        });

        private ValueTask<int> Report(SessionLease<Gadget> lease)
        {
            if (lease.ReportDeath(Rig.Decisive()))
            {
                Latched.AddOrUpdate(lease.Generation, 1, static (_, count) => count + 1);
            }

            return new ValueTask<int>(1);
        }

        private ValueTask<int> Begin(Admission admission, Task<int> answer)
        {
            Begun.Enqueue((admission.Generation, admission.Sequence));
            return new ValueTask<int>(answer);
        }

        private static async Task<int> YieldAsync()
        {
            await Task.Yield();
            return 1;
        }
    }
}
