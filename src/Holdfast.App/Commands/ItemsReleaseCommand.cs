using System.CommandLine;

namespace Holdfast.App;

/// <summary><c>items release</c>: ends quarantines, so that the next <c>run</c> fetches the items again.</summary>
internal sealed class ItemsReleaseCommand
{
    private readonly CommandContext _context;

    public ItemsReleaseCommand(CommandContext context)
    {
        _context = context;
        Argument<string?> action = ActionChoice.Argument();
        Option<string[]> key = new("--key")
        {
            HelpName = "KEY",
            Description = "Only this item; may be given several times. Default: all that are in quarantine",
        };
        Symbol = new Command("release", "End the quarantine of items, so that the next run fetches them") { action, key };
        Symbol.SetAction(async (result, _) =>
        {
            await ReleaseAsync(result.GetValue(action), result.GetValue(key) ?? []).ConfigureAwait(false);
            return ExitCode.Completed;
        });
    }

    public Command Symbol { get; }

    private async Task ReleaseAsync(string? named, string[] keys)
    {
        string action = await LedgerAction.FindAsync(_context, "items release", named).ConfigureAwait(false);

        // A job that is running goes by what it has read: it must not find items changed under it.
        using IDisposable runLock = _context.Ledgers.Lock(_context.Settings.LedgerPath, action);
        using ILedgerEditor ledger = _context.Ledgers.Edit(_context.Settings.LedgerPath);
        List<string> released = [];
        foreach (string key in keys)
        {
            IReadOnlyList<string> one = await ledger.ReleaseItemsAsync(action, key).ConfigureAwait(false);
            released.AddRange(one.Count > 0 ? one : throw new UsageException(
                $"item '{key}' of '{action}' is not in quarantine{(released.Count == 0 ? "" : $", and was not released; {string.Join(", ", released)} was")}. "
                + $"See '{_context.Environment.Call} items list --state quarantined'."));
        }

        released.AddRange(keys.Length == 0 ? await ledger.ReleaseItemsAsync(action, key: null).ConfigureAwait(false) : []);
        foreach (string key in released)
        {
            _context.Screen.Print(key);
        }

        _context.Screen.Print(released.Count == 0
            ? $"no item of {action} is in quarantine"
            : $"{Words.Count(released.Count, "item")} released: the next run of {action} fetches {(released.Count == 1 ? "it" : "them")}");
    }
}
