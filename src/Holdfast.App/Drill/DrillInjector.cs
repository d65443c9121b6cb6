using System.Text.Json;

namespace Holdfast.App;

/// <summary>Hurts the session of the run it is part of, once, measures what comes of it, and stops the run when it has shown that it goes on.</summary>
/// <param name="order">What to do.</param>
/// <param name="sessions">The run's own session.</param>
/// <param name="work">What the run commits.</param>
/// <param name="time">The clock.</param>
internal sealed class DrillInjector(DrillOrder order, ISessionManager sessions, CommittedWork work, TimeProvider time)
{
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(20);

    // A fault may end the connection that it was injected over before it is acknowledged.
    private static readonly TimeSpan s_late = TimeSpan.FromSeconds(10);

    /// <summary>Ends when the run has shown that it goes on, or at once when the session cannot be hurt in this way.</summary>
    public async Task RunAsync(CancellationToken over)
    {
        await work.ReachAsync(1, over).ConfigureAwait(false);
        SessionLease lease = await sessions.LeaseAsync(over).ConfigureAwait(false);
        if (lease.Faults is not { } faults)
        {
            await TellAsync(DrillMeasure.NotHere($"{order.Fault}: this kind of session has no faults to inject")).ConfigureAwait(false);
            return;
        }

        await TellAsync(DrillMeasure.Struck).ConfigureAwait(false);
        await TellAsync(await HurtAsync(lease, faults, over).ConfigureAwait(false)).ConfigureAwait(false);
    }

    /// <summary>Whole or not at all: the drill may end this process at any time.</summary>
    private async Task TellAsync(DrillMeasure measure)
    {
        string draft = order.Report + ".new";
        await File.WriteAllTextAsync(draft, JsonSerializer.Serialize(measure, DrillJson.Default.DrillMeasure), CancellationToken.None)
            .ConfigureAwait(false);
        File.Move(draft, order.Report, overwrite: true);
    }

    private async Task<DrillMeasure> HurtAsync(SessionLease lease, IFaultTarget faults, CancellationToken over)
    {
        TaskCompletionSource<long> lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using CancellationTokenRegistration registration = lease.Lost.Register(() => lost.TrySetResult(time.GetTimestamp()));
        long struck = time.GetTimestamp();
        using CancellationTokenSource enough = CancellationTokenSource.CreateLinkedTokenSource(over);
        Task injected = faults.InjectAsync(order.Fault, enough.Token);
        try
        {
            await Task.WhenAny(injected, lost.Task).WaitAsync(over).ConfigureAwait(false);
            if (injected is { IsFaulted: true, Exception.InnerException: NotSupportedException }
                || (injected.IsFaulted && !await IsLostLateAsync(lost.Task, over).ConfigureAwait(false)))
            {
                await injected.ConfigureAwait(false);
            }

            return FaultExpectation.Of(order.Fault).IsDeath
                ? await DieAsync(lease, lost.Task, struck, over).ConfigureAwait(false)
                : await LiveAsync(lease, over).ConfigureAwait(false);
        }
        catch (NotSupportedException exception)
        {
            return DrillMeasure.NotHere(EvidenceText.Clean(exception.Message));
        }
        catch (Exception exception) when (injected.IsFaulted && exception == injected.Exception.InnerException)
        {
            return DrillMeasure.Failed(EvidenceText.Clean(exception.Message));
        }
        finally
        {
            // One that is late would otherwise stop a process, or fill a disk, that nobody releases any more.
            await enough.CancelAsync().ConfigureAwait(false);
            await injected.WaitAsync(s_late, time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            faults.Release();
        }
    }

    private async Task<DrillMeasure> DieAsync(SessionLease lease, Task<long> lost, long struck, CancellationToken over)
    {
        // Only who needs the browser notices that it hangs.
        Task ping = Task.Run(() => PingAsync(lease, over), CancellationToken.None);
        long died = await lost.WaitAsync(over).ConfigureAwait(false);
        long before = work.Done;
        await sessions.LeaseAsync(over).ConfigureAwait(false);
        TimeSpan recovered = time.GetElapsedTime(died);
        await work.ReachAsync(before + 1, over).ConfigureAwait(false);
        await ping.ConfigureAwait(false);
        return new DrillMeasure(
            true, null, time.GetElapsedTime(struck, died).TotalMilliseconds, recovered.TotalMilliseconds, lease.AdmittedAfterDeath, WentOn: true);
    }

    /// <summary>The fault is in place and no death: the browser must answer, and more than what was on its way must be committed.</summary>
    private async Task<DrillMeasure> LiveAsync(SessionLease lease, CancellationToken over)
    {
        // Twice: a batch that was on its way may be committed in any case.
        for (int i = 0; i < 2 && !lease.IsLost; i++)
        {
            await AnswerAsync(lease, over).ConfigureAwait(false);
            await work.ReachAsync(work.Done + 1, over).ConfigureAwait(false);
        }

        return new DrillMeasure(true, null, null, null, lease.AdmittedAfterDeath, WentOn: true);
    }

    /// <summary>A call may fail of the fault itself, but not every call; what a death is worth, the ledger tells.</summary>
    private async Task AnswerAsync(SessionLease lease, CancellationToken over)
    {
        long began = time.GetTimestamp();
        while (true)
        {
            try
            {
                await lease.PingAsync(over).ConfigureAwait(false);
                return;
            }
            catch (Exception) when (lease.IsLost && !over.IsCancellationRequested)
            {
                return;
            }
            catch (Exception) when (!over.IsCancellationRequested && time.GetElapsedTime(began) < s_late)
            {
                await Task.Delay(s_look, time, over).ConfigureAwait(false);
            }
        }
    }

    private async Task<bool> IsLostLateAsync(Task lost, CancellationToken over)
    {
        _ = await Task.WhenAny(lost, Task.Delay(s_late, time, over)).ConfigureAwait(false);
        return lost.IsCompleted;
    }

    private static async Task PingAsync(SessionLease lease, CancellationToken over)
    {
        try
        {
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
}
