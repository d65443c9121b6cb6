namespace Holdfast;

/// <summary>Runs the steps of one attempt, each with its deadline, and notes them in the incident.</summary>
internal sealed class StepRunner(SessionLease lease, Death? death, int attempt, TimeProvider time, CancellationToken stopping)
{
    public async Task<TResult> RunAsync<TResult>(string step, TimeSpan timeout, Func<CancellationToken, Task<TResult>> run)
    {
        long started = time.GetTimestamp();
        using CancellationTokenSource deadline = new(timeout, time);
        using CancellationTokenSource linked = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, lease.Lost, stopping);
        string outcome = "ok";
        try
        {
            TResult result = await run(linked.Token).WaitAsync(linked.Token).ConfigureAwait(false);
            outcome = result is false ? "no" : outcome;
            return result;
        }
        catch (Exception exception) when (!stopping.IsCancellationRequested)
        {
            outcome = lease.IsLost ? $"the new session died: {lease.Death?.Cause}"
                : deadline.IsCancellationRequested ? $"no end within {timeout.TotalSeconds:0.###} s"
                : EvidenceText.Clean(exception.Message);
            throw new StepFailedException(step, outcome, exception);
        }
        finally
        {
            death?.AddStep(new RecoveryStep(attempt, step, time.GetElapsedTime(started), outcome));
        }
    }

    public Task RunAsync(string step, TimeSpan timeout, Func<CancellationToken, Task> run) =>
        RunAsync(step, timeout, async token =>
        {
            await run(token).ConfigureAwait(false);
            return true;
        });
}
