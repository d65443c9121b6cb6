using System.CommandLine;

namespace Holdfast.App;

/// <summary><c>effects</c>: what send actions did, and the user's decision about what is in doubt.</summary>
internal sealed class EffectsCommand
{
    private static readonly IReadOnlyDictionary<string, EffectState> s_states = Enum.GetValues<EffectState>().ToDictionary(Word, StringComparer.Ordinal);

    private readonly CommandContext _context;

    public EffectsCommand(CommandContext context)
    {
        _context = context;
        Symbol = new Command("effects", "List what send actions did, and settle what is in doubt")
        {
            List(),
            Tell("confirm", "Say that an effect in doubt (or failed) happened", EffectDecision.Confirm),
            Tell("retry", "Have an effect in doubt (or failed, or dropped) sent again by the next run", EffectDecision.Retry),
            Tell("drop", "Do not want an effect any more; it is not counted as missing", EffectDecision.Drop),
        };
    }

    public Command Symbol { get; }

    internal static string Word(EffectState state) => state == EffectState.InDoubt ? "in-doubt" : state.ToString().ToLowerInvariant();

    internal static IEnumerable<string> Lines(IReadOnlyList<StoredEffect> effects, int? width)
    {
        if (effects.Count == 0)
        {
            return ["no effect"];
        }

        Table table = new("ACTION", "STATE", "ATTEMPTS", "CHANGED", "KEY", "TEXT");
        foreach (StoredEffect effect in effects)
        {
            table.Add(effect.Action, Word(effect.State), $"{effect.Attempts}", Words.Moment(effect.ChangedAt), effect.Key, effect.Text);
        }

        return table.Lines(width);
    }

    private Command List()
    {
        Option<string?> state = new("--state") { HelpName = "STATE", Description = $"Only those in this state: {string.Join(", ", s_states.Keys)}" };
        Option<bool> json = new("--json") { Description = "One JSON document instead of a table" };
        Command list = new("list", "List the effects of all actions") { state, json };
        list.SetAction(async (result, _) =>
        {
            EffectState? only = result.GetValue(state) is { } word ? Parse(word) : null;
            using ILedgerReader ledger = _context.OpenLedger();
            IReadOnlyList<StoredEffect> effects = await ledger.ReadEffectsAsync(state: only).ConfigureAwait(false);
            foreach (string line in result.GetValue(json) ? [JsonText.Of(EffectsJson.Of(effects))] : Lines(effects, _context.Screen.Width))
            {
                _context.Screen.Print(line);
            }

            return ExitCode.Completed;
        });
        return list;
    }

    private Command Tell(string name, string description, EffectDecision decision)
    {
        ListedArgument<string> key = new("KEY", "a KEY", "effects list") { Description = "The effect's key, as 'effects list' shows it" };
        Option<string?> action = new("--action") { HelpName = "NAME", Description = "The action; needed when two have an effect of this key" };
        Command tell = new(name, description) { key, action };
        tell.SetAction(async (result, _) =>
        {
            StoredEffect effect = await FindAsync(result.GetValue(key)!, result.GetValue(action)).ConfigureAwait(false);
            using IDisposable held = _context.Ledgers.Lock(_context.Settings.LedgerPath, effect.Action);
            using ILedgerEditor ledger = _context.Ledgers.Edit(_context.Settings.LedgerPath);
            try
            {
                StoredEffect now = await ledger.ResolveEffectAsync(effect.Action, effect.Key, decision).ConfigureAwait(false);
                string next = decision == EffectDecision.Retry ? $"; the next run of {now.Action} sends it" : "";
                _context.Screen.Print($"{now.Key} is {Word(now.State)} now{next}");
            }
            catch (InvalidOperationException)
            {
                throw new UsageException(
                    $"'{effect.Key}' is {Word(effect.State)}: {name} is for effects that are {Fitting(decision)}. Nothing was changed.");
            }

            return ExitCode.Completed;
        });
        return tell;
    }

    private async Task<StoredEffect> FindAsync(string key, string? action)
    {
        using ILedgerReader ledger = _context.OpenLedger();
        return await ledger.ReadEffectsAsync(action, key: key).ConfigureAwait(false) switch
        {
            [StoredEffect only] => only,
            [] => throw new UsageException(
                $"there is no effect '{key}'{(action is null ? "" : $" of '{action}'")} in '{ledger.Name}'. See '{_context.Environment.Call} effects list'."),
            var several => throw new UsageException(
                $"several actions have an effect '{key}': add --action, one of {string.Join(", ", several.Select(each => each.Action))}."),
        };
    }

    private static string Fitting(EffectDecision decision) => decision switch
    {
        EffectDecision.Confirm => "in-doubt, sending or failed",
        EffectDecision.Retry => "in-doubt, sending, failed or dropped",
        _ => "in-doubt, sending, failed or planned",
    };

    private static EffectState Parse(string word) => s_states.TryGetValue(word, out EffectState state)
        ? state
        : throw new UsageException($"there is no state '{word}'.{NearMatch.Hint(word, s_states.Keys)} States: {string.Join(", ", s_states.Keys)}.");
}
