using System.Text.Json;

namespace Holdfast.App;

/// <summary>Hurts the session of the run it is part of, once, measures what comes of it, and lets the run drain when it has shown that it goes on.</summary>
/// <param name="order">What to do.</param>
/// <param name="sessions">The run's own session.</param>
/// <param name="committed">How many items are done, from the ledger.</param>
/// <param name="time">The clock.</param>
internal sealed class DrillInjector(DrillOrder order, ISessionManager sessions, Func<long> committed, TimeProvider time)
{
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(20);

    /// <summary>Ends when the next generation has committed, or at once when the session cannot be hurt in this way.</summary>
    public async Task RunAsync(CancellationToken over)
    {
        await ReachAsync(1, over).ConfigureAwait(false);
        SessionLease lease = await sessions.LeaseAsync(over).ConfigureAwait(false);
        if (lease.Faults is not { } faults || !faults.Supported.Contains(order.Fault))
        {
            await WriteAsync(new DrillMeasure(false, 0, 0, 0, 0)).ConfigureAwait(false);
            return;
        }

        TaskCompletionSource<long> lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using CancellationTokenRegistration registration = lease.Lost.Register(() => lost.TrySetResult(time.GetTimestamp()));
        long struck = time.GetTimestamp();
        Task injected = faults.InjectAsync(order.Fault, over);

        // Only who needs the browser notices that it hangs.
#pragma warning disable CA2025 // Awaited below, unless the run is over.
        Task ping = Task.Run(() => PingAsync(lease, injected, over), CancellationToken.None);
#pragma warning restore CA2025
        long died = await lost.Task.WaitAsync(over).ConfigureAwait(false);
        long before = committed();
        await sessions.LeaseAsync(over).ConfigureAwait(false);
        TimeSpan recovered = time.GetElapsedTime(died);
        await ReachAsync(before + 1, over).ConfigureAwait(false);
        await ping.ConfigureAwait(false);
        faults.Release();
        await WriteAsync(new DrillMeasure(
            true,
            time.GetElapsedTime(struck, died).TotalMilliseconds,
            recovered.TotalMilliseconds,
            lease.AdmittedAfterDeath,
            committed() - before)).ConfigureAwait(false);
    }

    private static async Task PingAsync(SessionLease lease, Task injected, CancellationToken over)
    {
        try
        {
            await Task.WhenAny(injected, Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, lease.Lost)).ConfigureAwait(false);
            while (!lease.IsLost)
            {
                await lease.PingAsync(over).ConfigureAwait(false);
                await Task.Delay(s_look, TimeProvider.System, over).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException || lease.IsLost)
        {
            // The death, or the end of the run.
        }
    }

    private async Task ReachAsync(long items, CancellationToken over)
    {
        while (committed() < items)
        {
            await Task.Delay(s_look, time, over).ConfigureAwait(false);
        }
    }

    private Task WriteAsync(DrillMeasure measure) =>
        File.WriteAllTextAsync(order.Report, JsonSerializer.Serialize(measure, DrillJson.Default.DrillMeasure), CancellationToken.None);
}
