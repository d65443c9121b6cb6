namespace Holdfast.Simulation.Tests;

/// <summary>A call that waits for the ledger.</summary>
/// <param name="What">The method.</param>
/// <param name="Generation">The generation that must live for it to be committed; null for none.</param>
/// <param name="At">When it was made.</param>
/// <param name="Call">Calls the ledger.</param>
/// <param name="Answer">Tells the caller.</param>
internal sealed record LedgerCall(string What, int? Generation, DateTimeOffset At, Func<Task> Call, Action<Task> Answer)
{
    /// <summary>The items that have an outcome once it is committed.</summary>
    public IReadOnlyList<string> Outcomes { get; init; } = [];

    /// <summary>Closes the ledger; null for any other call.</summary>
    public Func<Task>? Close { get; init; }

    /// <summary>Calls the ledger, and holds the one thread until the ledger's has answered: nothing of the call may need the pool.</summary>
    public Task Execute()
    {
        Task task = Call();
        task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing).GetAwaiter().GetResult();
        return task;
    }
}
