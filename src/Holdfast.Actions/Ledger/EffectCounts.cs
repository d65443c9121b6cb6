namespace Holdfast.Actions;

/// <summary>What became of the effects that a run's plan shows, counted from rows at one moment. A finished run keeps its account: what later
/// runs and later words of the user make of an effect does not change it.</summary>
/// <param name="Planned">Distinct keys that the plan's pages show, and those that earlier runs left open.</param>
/// <param name="Confirmed">They happened, in this run or before it.</param>
/// <param name="Before">Those of the confirmed that this run did nothing about: they had happened before.</param>
/// <param name="Failed">The site refused them, or failed them too often.</param>
/// <param name="InDoubt">Nobody can tell.</param>
/// <param name="Dropped">The user does not want them any more.</param>
/// <param name="Pending">Not begun yet, or not settled yet.</param>
/// <param name="Pages">Pages of the plan.</param>
/// <param name="IsPlanRead">True when the plan was read to its end.</param>
public sealed record EffectCounts(
    long Planned, long Confirmed, long Before, long Failed, long InDoubt, long Dropped, long Pending, long Pages, bool IsPlanRead)
{
    /// <summary>Effects that did not happen, or nobody knows.</summary>
    public long Missing => Failed + InDoubt + Pending;

    /// <summary>True when every key planned is in exactly one state: the two sides are counted from different rows.</summary>
    public bool AddsUp => Planned == Confirmed + Failed + InDoubt + Dropped + Pending;

    internal static EffectCounts? Find(LedgerConnection db, long run)
    {
        using var pages = db.Sql("SELECT count(*) FILTER (WHERE carried = 0), count(*) FROM effect_pages WHERE run_id = $run").Query(run);
        pages.Read();
        if (pages.GetInt64(1) == 0)
        {
            return null;
        }

        var counts = new Dictionary<EffectState, long>();
        var before = 0L;
        using var states = db.Sql(
            $"""
            SELECT event, ours, count(*) FROM (
                SELECT (SELECT v.event FROM effect_events v WHERE v.effect_id = e.id AND {EffectEvents.OfTheRun} ORDER BY v.id DESC LIMIT 1) AS event,
                    EXISTS (SELECT 1 FROM effect_events v WHERE v.effect_id = e.id AND +v.run_id = n.id) AS ours
                FROM effects e JOIN runs n ON n.action = e.action
                WHERE n.id = $run AND EXISTS (SELECT 1 FROM effect_listings l WHERE l.run_id = n.id AND l.key = e.key))
            GROUP BY event, ours
            """).Query(run);
        while (states.Read())
        {
            var state = EffectEvents.StateAfter(states.Text(0));
            counts[state] = counts.GetValueOrDefault(state) + states.GetInt64(2);
            before += state == EffectState.Confirmed && !states.GetBoolean(1) ? states.GetInt64(2) : 0;
        }

        return new EffectCounts(
            (long)db.Sql("SELECT count(DISTINCT key) FROM effect_listings WHERE run_id = $run").Scalar(run)!,
            counts.GetValueOrDefault(EffectState.Confirmed),
            before,
            counts.GetValueOrDefault(EffectState.Failed),
            counts.GetValueOrDefault(EffectState.InDoubt),
            counts.GetValueOrDefault(EffectState.Dropped),
            counts.GetValueOrDefault(EffectState.Planned) + counts.GetValueOrDefault(EffectState.Sending),
            pages.GetInt64(0),
            EffectPosition.Of(db, run).IsAtEnd);
    }
}
