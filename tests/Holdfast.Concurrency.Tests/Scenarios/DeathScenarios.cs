namespace Holdfast.Concurrency.Tests;

/// <summary>Callers, deaths and recoveries at once.</summary>
internal static class DeathScenarios
{
    /// <summary>Callers at work while several report the same death, before, while and after the next generation comes.</summary>
    public static async Task<string?> CallersAndReportersAsync()
    {
        Bed bed = new();
        SessionLease<Tab> first = await bed.LeaseAsync();
        TaskCompletionSource never = new();
        return await bed.PlayAsync(
            [
                CallerAsync,
                CallerAsync,
                () => bed.CallAsync(first, never.Task.WaitAsync(first.Lost)),
                ReportAsync,
                async () =>
                {
                    await ReportAsync();
                    await bed.LeaseAsync();
                    bed.Die(first);
                },
                async () =>
                {
                    await Task.Yield();

                    // The browser's own watcher: while the browser is ended, and when it is gone.
                    bed.Provider.Sessions[0].Report(new Evidence(LossCause.BrowserExited, EvidenceStrength.Process, "watcher", ""));
                    await bed.LeaseAsync();
                    bed.Provider.Sessions[0].Report(new Evidence(LossCause.BrowserExited, EvidenceStrength.Process, "watcher", ""));
                },
            ],
            async () =>
            {
                SessionLease<Tab> last = await AliveAsync(bed);
                bed.Note(last.Generation != 2, $"one death made {last.Generation} generations");
                bed.Note(bed.Provider.Launch.Calls != 2, $"one death made {bed.Provider.Launch.Calls} launches");
            });

        async Task CallerAsync()
        {
            SessionLease<Tab> lease = first;
            for (int call = 0; call < 4; call++)
            {
                if (!await bed.CallAsync(lease))
                {
                    lease = await bed.LeaseAsync();
                }
            }
        }

        Task ReportAsync()
        {
            bed.Die(first);
            return bed.CallAsync(first);
        }
    }

    /// <summary>Many ask for the first lease at once, and each generation but the third is killed by whoever gets it.</summary>
    public static async Task<string?> ManyWaitersAsync()
    {
        const int Last = 3;
        Bed bed = new();
        return await bed.PlayAsync(
            Enumerable.Repeat(WaiterAsync, 4),
            () =>
            {
                bed.Note(bed.Provider.Launch.Calls != Last, $"{Last - 1} deaths made {bed.Provider.Launch.Calls} launches");
                return Task.CompletedTask;
            });

        async Task WaiterAsync()
        {
            while (await bed.LeaseAsync() is { Generation: < Last } lease)
            {
                bed.Die(lease);
            }
        }
    }

    /// <summary>A browser dies around the moment in which its generation is published, and another one while it is still being opened.</summary>
    public static async Task<string?> DeathAroundPublishingAsync()
    {
        Bed bed = new();
        bed.Provider.LogIn.Do(call =>
        {
            if (call == 2)
            {
                bed.Provider.Die();
            }
        });
        Task canary = bed.Provider.Canary.CalledAsync();
        return await bed.PlayAsync(
            [
                WaiterAsync,
                WaiterAsync,
                async () =>
                {
                    await canary;
                    bed.Provider.Sessions[0].Report(new Evidence(LossCause.BrowserExited, EvidenceStrength.Explicit, "watcher", ""));
                },
            ],
            async () =>
            {
                await AliveAsync(bed);
                int deaths = bed.Manager.Health.Deaths;
                bed.Note(bed.Provider.Launch.Calls != deaths + 1, $"{deaths} deaths made {bed.Provider.Launch.Calls} launches");
            });

        async Task WaiterAsync()
        {
            SessionLease<Tab> lease = await bed.LeaseAsync();
            while (!await bed.CallAsync(lease))
            {
                lease = await bed.LeaseAsync();
            }
        }
    }

    /// <summary>Calls that ignore their token end while their generation is drained: the drain must end with the last of them.</summary>
    public static async Task<string?> CallsEndWhileDrainedAsync()
    {
        Bed bed = new();
        SessionLease<Tab> first = await bed.LeaseAsync();
        TaskCompletionSource[] ends = [new(), new()];
        Task[] calls = [.. ends.Select(end => bed.CallAsync(first, end.Task))];

        // The launch is the last step before the drain.
        Task launch = bed.Provider.Launch.CalledAsync(2);
        return await bed.PlayAsync(
            [
                () =>
                {
                    bed.Die(first);
                    return Task.CompletedTask;
                },
                .. ends.Select<TaskCompletionSource, Func<Task>>(end => async () =>
                {
                    await launch;
                    end.TrySetResult();
                }),
            ],
            async () =>
            {
                SessionLease<Tab> last = await AliveAsync(bed);
                bed.Note(last.Generation != 2, $"one death made {last.Generation} generations");
                await Task.WhenAll(calls);
            });
    }

    /// <summary>Waits for a generation that lives.</summary>
    private static async Task<SessionLease<Tab>> AliveAsync(Bed bed)
    {
        SessionLease<Tab> lease = await bed.LeaseAsync();
        bed.Note(!await bed.CallAsync(lease), "nobody is dying any more, and the newest lease is dead");
        return lease;
    }
}
