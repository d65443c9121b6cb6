namespace Holdfast.EndToEnd.Tests;

/// <summary>Looks at the ledger of a soak's job from outside: what can be seen here is committed.</summary>
/// <param name="path">The ledger's file, which need not be there yet.</param>
internal sealed class SoakLedger(string path) : IDisposable
{
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(100);

    private RunLedger? _ledger;

    /// <summary>Items that are done.</summary>
    public long Committed() => Read()?.New ?? 0;

    /// <summary>Incidents written, in all legs.</summary>
    public int Incidents() => Read()?.Incidents.Values.Sum() ?? 0;

    /// <summary>Waits for so many committed items.</summary>
    public Task CommittedAsync(long items, Job job) => UntilAsync(() => Committed() >= items, job, $"{items} items were committed");

    /// <summary>Waits for an incident that has been recovered from.</summary>
    /// <param name="number">Which it is, counted from 1.</param>
    /// <param name="job">The job.</param>
    public async Task<Incident> RecoveredAsync(int number, Job job)
    {
        await UntilAsync(() => Incidents() >= number && Newest().Outcome == IncidentOutcome.Recovered, job, $"death {number} was recovered from");
        return Newest();
    }

    /// <summary>Waits for a job that has only to work off its list.</summary>
    public async Task EndedAsync(Job job)
    {
        while (!job.HasExited)
        {
            long before = Committed();
            await UntilAsync(() => job.HasExited || Committed() > before, job: null, "the last items were committed");
        }
    }

    public void Dispose() => _ledger?.Dispose();

    private static async Task UntilAsync(Func<bool> condition, Job? job, string what)
    {
        long started = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            if (job is { HasExited: true })
            {
                throw new InvalidOperationException($"The job ended before {what}. It printed:\n{job.Output}");
            }

            if (TimeProvider.System.GetElapsedTime(started) > Job.Deadline)
            {
                throw new TimeoutException($"Within {Job.Deadline} it never came to it that {what}. The job printed:\n{job?.Output}");
            }

            await Task.Delay(s_look, TimeProvider.System);
        }
    }

    private Incident Newest() => _ledger!.ReadIncidents(_ledger.ReadRuns(GatherAssert.Action)[0].RunId, limit: 1)[0].Incident;

    private RunSummary? Read()
    {
        try
        {
            _ledger ??= File.Exists(path) ? RunLedger.Open(path, LedgerAccess.Read, TimeProvider.System) : null;
            return _ledger?.ReadRuns(GatherAssert.Action, limit: 1) is [RunInfo run] ? _ledger.ReadSummary(run.RunId) : null;
        }
        catch (LedgerException)
        {
            // Just being made.
            return null;
        }
    }
}
