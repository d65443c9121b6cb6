namespace Holdfast.App;

/// <summary>What the summary says of effects. Pure.</summary>
internal static class EffectSummary
{
    /// <summary>Planned, and what it is made of; states without effects are left out.</summary>
    public static string Equation(EffectCounts effects)
    {
        (long Count, string Name)[] states =
        [
            (effects.Confirmed - effects.Before, "confirmed"), (effects.Before, "confirmed before"), (effects.Failed, "failed"),
            (effects.InDoubt, "in doubt"), (effects.Dropped, "dropped"), (effects.Pending, "pending"),
        ];
        string[] parts = [.. states.Where(state => state.Count != 0).Select(state => $"{Words.Number(state.Count)} {state.Name}")];
        return $"{Words.Number(effects.Planned)} planned {(effects.AddsUp ? "=" : "≠")} {(parts.Length == 0 ? "0" : string.Join(" + ", parts))}";
    }

    public static string Plan(EffectCounts effects) =>
        $"{Words.Count(effects.Pages, "page")} of the plan read, {(effects.IsPlanRead ? "to its end" : "it has more")}";

    /// <summary>What is missing, with the first keys, and what the user can do about it.</summary>
    public static IEnumerable<string> Missing(EffectCounts effects, IReadOnlyList<StoredEffect> open)
    {
        if (effects.Missing == 0)
        {
            yield break;
        }

        yield return $"  {Words.Number(effects.Missing)} missing:";
        if (effects.InDoubt > 0)
        {
            yield return $"    {Words.Number(effects.InDoubt)} in doubt: "
                + SummaryText.Keys([.. open.Where(effect => effect.State == EffectState.InDoubt).Select(effect => effect.Key)]);
            yield return "      never sent again without your decision: look on the site, then say effects confirm KEY, effects retry KEY or effects drop KEY";
        }

        IGrouping<string?, StoredEffect>[] failed = open
            .Where(effect => effect.State == EffectState.Failed)
            .GroupBy(effect => effect.Text)
            .OrderByDescending(group => group.Count())
            .ToArray();
        foreach (IGrouping<string?, StoredEffect> group in failed.Take(SummaryText.MaxGroups))
        {
            yield return $"    {Words.Number(group.Count())} failed{(group.Key is null ? "" : $", {group.Key}")}: "
                + SummaryText.Keys([.. group.Select(effect => effect.Key)]);
        }

        if (failed.Length > SummaryText.MaxGroups)
        {
            yield return $"    and {Words.Count(failed.Length - SummaryText.MaxGroups, "more reason")}";
        }

        if (effects.Pending > 0)
        {
            yield return $"    {Words.Number(effects.Pending)} pending, not settled yet";
        }
    }
}
