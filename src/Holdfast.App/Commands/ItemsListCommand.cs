using System.CommandLine;

namespace Holdfast.App;

/// <summary><c>items list</c>: every item of a run that is not whole, and why.</summary>
internal sealed class ItemsListCommand
{
    private static readonly ItemState[] s_states = [ItemState.Quarantined, ItemState.Failed, ItemState.Partial, ItemState.Pending];

    public ItemsListCommand(CommandContext context)
    {
        Option<long?> run = new("--run")
        {
            HelpName = "N",
            Description = "The run. Default: the newest",
            CustomParser = static result => NumberValue.Listed(result, "--run", "runs"),
        };
        Option<ItemState?> state = new("--state")
        {
            HelpName = "STATE",
            Description = $"Only items in this state: {string.Join(", ", s_states.Select(Word))}",
            CustomParser = result => Parse(result.Tokens is [var token, ..] ? token.Value : "", result.AddError),
        };
        Option<bool> json = new("--json") { Description = "One JSON document instead of a table" };
        Symbol = new Command("list", "List every item that is not whole, and why") { run, state, json };
        Symbol.SetAction(async (result, _) =>
        {
            using ILedgerReader ledger = context.OpenLedger();
            if (await RunChoice.FindAsync(ledger, result.GetValue(run), context.Environment.Call).ConfigureAwait(false) is not { } id)
            {
                context.Screen.Print(result.GetValue(json) ? JsonText.Of(ItemsJson.Of(null, [])) : "no run yet");
                return ExitCode.Completed;
            }

            ItemState? only = result.GetValue(state);
            MissingItem[] items = [.. (await ledger.ReadMissingAsync(id).ConfigureAwait(false)).Where(item => only is null || item.State == only)];
            foreach (string line in result.GetValue(json) ? [JsonText.Of(ItemsJson.Of(id, items))]
                : items.Length == 0 ? [Nothing(only, await ledger.ReadSummaryAsync(id).ConfigureAwait(false))]
                : Lines(items, context.Screen.Width))
            {
                context.Screen.Print(line);
            }

            return ExitCode.Completed;
        });
    }

    public Command Symbol { get; }

    internal static IEnumerable<string> Lines(IReadOnlyList<MissingItem> items, int? width)
    {
        Table table = new("STATE", "KEY", "ATTEMPTS", "REASON");
        foreach (MissingItem item in items)
        {
            table.Add(Word(item.State), item.Key, $"{item.Attempts}", item.Reason);
        }

        return table.Lines(width);
    }

    /// <summary>What an empty list means. Pure.</summary>
    internal static string Nothing(ItemState? only, RunSummary run) => (only, run) switch
    {
        ({ } state, _) => $"run {run.Run.RunId}: no item is {Word(state)}",
        (_, { Missing: > 0 }) =>
            $"run {run.Run.RunId}: no item is missing, but {Words.Count(run.Missing, "effect")} {(run.Missing == 1 ? "is" : "are")}; "
            + "'effects list' lists them",
        (_, { Run.FinishedAt: null }) => $"run {run.Run.RunId}: nothing is missing so far; the run is not over",
        _ => $"run {run.Run.RunId}: nothing is missing",
    };

    private static ItemState? Parse(string text, Action<string> addError)
    {
        foreach (ItemState state in s_states.Where(state => Word(state) == text))
        {
            return state;
        }

        addError($"--state must be one of {string.Join(", ", s_states.Select(Word))}, and it is '{text}'");
        return null;
    }

    private static string Word(ItemState state) => SummaryText.StateText(state);
}
