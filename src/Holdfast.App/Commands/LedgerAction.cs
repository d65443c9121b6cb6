namespace Holdfast.App;

/// <summary>Finds the action that was meant among those of the ledger: it knows its actions, and the program may have others by now.</summary>
internal static class LedgerAction
{
    /// <exception cref="UsageException">The ledger has no such action, or none was named though there are several.</exception>
    public static async Task<string> FindAsync(CommandContext context, string command, string? named)
    {
        using ILedgerReader ledger = context.OpenLedger();
        string[] actions = await NamesAsync(ledger).ConfigureAwait(false);
        return named switch
        {
            null when actions.Length == 1 => actions[0],
            null => throw new UsageException(actions.Length == 0
                ? $"the ledger '{ledger.Name}' has no run yet: there is nothing to release."
                : $"{command} needs the name of an action: one of {string.Join(", ", actions)}."),
            _ when actions.Contains(named, StringComparer.Ordinal) => named,
            _ => throw new UsageException(
                $"the ledger '{ledger.Name}' knows no action '{named}'.{NearMatch.Hint(named, actions)} Its actions: {string.Join(", ", actions)}."),
        };
    }

    /// <summary>The actions that have runs, in order.</summary>
    public static async Task<string[]> NamesAsync(ILedgerReader ledger) =>
        [.. (await ledger.ReadRunsAsync().ConfigureAwait(false)).Select(run => run.Action).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
