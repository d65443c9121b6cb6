namespace Holdfast;

/// <summary>Runs the steps of one attempt, each with its deadline, and notes them in the incident.</summary>
internal sealed class StepRunner(SessionLease lease, Death? death, int attempt, TimeProvider time, CancellationToken stopping)
{
    /// <summary>True when the session that is being opened has died.</summary>
    public bool IsLost => lease.IsLost;

    /// <summary>Waits between two steps; the wait has begun when this returns, so that who is told of it next may count on it.
    /// Ends early when there is nothing left to wait for.</summary>
    public async Task WaitAsync(TimeSpan pause)
    {
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(lease.Lost, stopping);
        await Task.Delay(pause, time, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Runs one step.</summary>
    /// <param name="step">Its name in the incident.</param>
    /// <param name="timeout">Its deadline.</param>
    /// <param name="run">The step. It may ignore its token.</param>
    /// <param name="abandoned">Told of the running step when its result will not be used.</param>
    /// <exception cref="StepFailedException">It failed, did not end in time, or the session being opened died.</exception>
    public Task<TResult> RunAsync<TResult>(
        string step, TimeSpan timeout, Func<CancellationToken, Task<TResult>> run, Action<Task<TResult>>? abandoned = null) =>
        RunAsync(step, timeout, (_, token) => run(token), abandoned);

    public Task RunAsync(string step, TimeSpan timeout, Func<CancellationToken, Task> run) =>
        RunAsync(step, timeout, (_, token) => run(token));

    /// <summary>As the others, for a step that may stop its deadline.</summary>
    public Task RunAsync(string step, TimeSpan timeout, Func<StepDeadline, CancellationToken, Task> run) =>
        RunAsync(step, timeout, async (deadline, token) =>
        {
            await run(deadline, token).ConfigureAwait(false);
            return true;
        });

    private async Task<TResult> RunAsync<TResult>(
        string step, TimeSpan timeout, Func<StepDeadline, CancellationToken, Task<TResult>> run, Action<Task<TResult>>? abandoned = null)
    {
        long started = time.GetTimestamp();
        using StepDeadline deadline = new(timeout, time);
        using CancellationTokenSource linked = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, lease.Lost, stopping);
        CancellationToken token = linked.Token;
        Task<TResult>? running = null;
        string outcome = "ok";
        try
        {
            token.ThrowIfCancellationRequested();

            // On the pool, so that foreign code that blocks before its first await is held to the deadline too.
#pragma warning disable CA2025 // A step that is given up may stop a deadline that is over: that does nothing.
            running = Task.Run(() => run(deadline, token), CancellationToken.None);
#pragma warning restore CA2025
            TResult result = await running.WaitObservedAsync(token).ConfigureAwait(false);
            if (lease.IsLost)
            {
                throw new OperationCanceledException();
            }

            outcome = result is false ? "no" : outcome;
            return result;
        }
        catch (Exception exception)
        {
            if (running is not null)
            {
                abandoned?.Invoke(running);
            }

            if (stopping.IsCancellationRequested)
            {
                outcome = "the owner closed the session";
                throw;
            }

            outcome = lease.IsLost ? $"the new session died: {lease.Death?.Cause}"
                : deadline.Token.IsCancellationRequested ? $"no end within {timeout.TotalSeconds:0.###} s"
                : EvidenceText.Clean((exception as StepFailedException)?.Reason ?? exception.Message);
            throw new StepFailedException(step, outcome, exception);
        }
        finally
        {
            death?.AddStep(new RecoveryStep(attempt, step, time.GetElapsedTime(started), outcome));
        }
    }
}
