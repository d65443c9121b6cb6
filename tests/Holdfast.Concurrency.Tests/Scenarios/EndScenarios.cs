namespace Holdfast.Concurrency.Tests;

/// <summary>The end of a manager, by its owner or by restart intensity, while others wait and work.</summary>
internal static class EndScenarios
{
    /// <summary>The manager is closed, by two at once, while it opens, somebody reports a death and others wait.</summary>
    public static Task<string?> ClosedWhileOpeningAsync() => ClosedAsync(new Bed());

    /// <summary>The manager is closed while it recovers from a death.</summary>
    public static async Task<string?> ClosedWhileRecoveringAsync()
    {
        Bed bed = new();
        SessionLease<Tab> first = await bed.LeaseAsync();
        return await ClosedAsync(bed, () =>
        {
            bed.Die(first);
            return Task.CompletedTask;
        });
    }

    /// <summary>Restart intensity ends the session while some wait and others only come to ask.</summary>
    public static async Task<string?> GivenUpAsync()
    {
        Bed bed = new();
        bed.Options.Recovery.MaxRestarts = 1;
        return await bed.PlayAsync(
            Enumerable.Repeat(WaiterAsync, 4),
            () =>
            {
                bed.Note(bed.Manager.Health.Deaths != 2, $"{bed.Manager.Health.Deaths} deaths, where the second ends the session");
                bed.Note(bed.Provider.Launch.Calls != 2, $"{bed.Provider.Launch.Calls} launches, where one restart is allowed");
                return Task.CompletedTask;
            });

        async Task WaiterAsync()
        {
            SessionUnavailableException refused = await bed.RefusedAsync(lease =>
            {
                bed.Die(lease);
                return bed.CallAsync(lease);
            });
            bed.Note(!refused.GaveUp, "a waiter was told that the session was closed, where it was given up");
        }
    }

    private static Task<string?> ClosedAsync(Bed bed, params Func<Task>[] also)
    {
        return bed.PlayAsync(
            [
                () => bed.RefusedAsync(lease => bed.CallAsync(lease, lease.LostTask)),
                () => bed.RefusedAsync(lease => lease.LostTask),
                () => bed.Manager.DisposeAsync().AsTask(),
                async () =>
                {
                    await bed.Manager.DisposeAsync();
                    bed.Note(bed.Provider.Running != 0, "a browser runs on in a closed manager");
                },
                () => bed.RefusedAsync(lease =>
                {
                    bed.Die(lease);
                    return Task.CompletedTask;
                }),
                .. also,
            ]);
    }
}
