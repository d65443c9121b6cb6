namespace Holdfast.Ledger;

/// <summary>Writes what a person decides about a ledger's content. Whoever uses it holds the lock of the action. Not thread safe.</summary>
/// <remarks>Every method throws <see cref="LedgerException"/> when the ledger fails, and has then changed nothing.</remarks>
internal interface ILedgerEditor : IDisposable
{
    /// <summary>Ends the quarantine of items: they are pending again in an unfinished run, and the next run fetches them like any other.</summary>
    /// <param name="action">The action's name.</param>
    /// <param name="key">The one item; null for all.</param>
    /// <returns>The keys of the items released, in order.</returns>
    Task<IReadOnlyList<string>> ReleaseItemsAsync(string action, string? key);

    /// <summary>Forgets whose the runs of an action are: the next one takes whoever is logged in then.</summary>
    /// <returns>How many runs were somebody's.</returns>
    Task<int> ReleaseMembersAsync(string action);

    /// <summary>Writes the user's decision about an effect. The next start of the action goes by it.</summary>
    /// <returns>The effect as it is then.</returns>
    /// <exception cref="ArgumentException">The action has no such effect.</exception>
    /// <exception cref="InvalidOperationException">The decision does not fit the effect's state; nothing was changed.</exception>
    Task<StoredEffect> ResolveEffectAsync(string action, string key, EffectDecision decision);
}
