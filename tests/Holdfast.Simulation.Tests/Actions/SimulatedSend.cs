using Holdfast.Actions;

namespace Holdfast.Simulation.Tests;

/// <summary>Sends: each message is taken once.</summary>
internal sealed class SimulatedSend(World world) : SimulatedAction
{
    private readonly HashSet<string> _planned = [];

    public override IAction Action { get; } = new SendThings(verifies: world.Plan.Number("verifies", 3) != 0);

    public override void Listed(IReadOnlyList<string> keys) => _planned.UnionWith(keys);

    /// <summary>Who looks at the site himself knows of each that is in doubt whether it was taken.</summary>
    public override void GiveTheWord(RunLedger ledger)
    {
        foreach (StoredEffect effect in ledger.ReadEffects().Where(effect => effect.State is EffectState.Failed or EffectState.InDoubt).ToArray())
        {
            _ = ledger.ResolveEffect(Action.Name, effect.Key, world.Site.Taken.Contains(effect.Key) ? EffectDecision.Confirm : EffectDecision.Retry);
        }
    }

    public override IEnumerable<string> Broken(RunLedger ledger)
    {
        IEnumerable<string> expected = _planned.Where(key => key != world.Items.Poison);
        foreach (IGrouping<string, string> twice in world.Site.Taken.GroupBy(key => key).Where(times => times.Count() > 1))
        {
            yield return $"message {twice.Key} was taken {twice.Count()} times";
        }

        if (expected.Except(world.Site.Taken).Order(StringComparer.Ordinal).ToArray() is { Length: > 0 } lost)
        {
            yield return $"messages were never taken: {string.Join(' ', lost)}";
        }

        string[] confirmed = [.. ledger.ReadEffects(state: EffectState.Confirmed).Select(effect => effect.Key)];
        if (confirmed.Except(world.Site.Taken).ToArray() is { Length: > 0 } invented)
        {
            yield return $"the ledger has as confirmed what was never taken: {string.Join(' ', invented)}";
        }
    }
}
