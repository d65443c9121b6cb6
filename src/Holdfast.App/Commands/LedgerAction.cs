namespace Holdfast.App;

/// <summary>Finds the action that was meant among those of the ledger: it knows its actions, and the program may have others by now.</summary>
internal static class LedgerAction
{
    /// <exception cref="UsageException">The ledger has no such action, or none was named though there are several.</exception>
    public static string Find(CommandContext context, string command, string? named)
    {
        using RunLedger ledger = context.OpenLedger();
        string[] actions = [.. ledger.ReadRuns().Select(run => run.Action).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return named switch
        {
            null when actions.Length == 1 => actions[0],
            null => throw new UsageException(actions.Length == 0
                ? $"the ledger '{ledger.Path}' has no run yet: there is nothing to release."
                : $"{command} needs the name of an action: one of {string.Join(", ", actions)}."),
            _ when actions.Contains(named, StringComparer.Ordinal) => named,
            _ => throw new UsageException(
                $"the ledger '{ledger.Path}' knows no action '{named}'.{NearMatch.Hint(named, actions)} Its actions: {string.Join(", ", actions)}."),
        };
    }
}
