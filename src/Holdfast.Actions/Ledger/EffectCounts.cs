namespace Holdfast.Actions;

/// <summary>What became of the effects that a run's plan shows, counted from rows at one moment.</summary>
/// <param name="Planned">Distinct keys that the plan's pages show, and those that earlier runs left open.</param>
/// <param name="Confirmed">They happened.</param>
/// <param name="Failed">The site refused them, or failed them too often.</param>
/// <param name="InDoubt">Nobody can tell.</param>
/// <param name="Dropped">The user does not want them any more.</param>
/// <param name="Pending">Not begun yet, or not settled yet.</param>
/// <param name="Pages">Pages of the plan.</param>
/// <param name="IsPlanRead">True when the plan was read to its end.</param>
public sealed record EffectCounts(
    long Planned, long Confirmed, long Failed, long InDoubt, long Dropped, long Pending, long Pages, bool IsPlanRead)
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
        using var states = db.Sql(
            """
            SELECT e.state, count(*) FROM effects e JOIN runs n ON n.action = e.action
            WHERE n.id = $run AND EXISTS (SELECT 1 FROM effect_listings l WHERE l.run_id = n.id AND l.key = e.key) GROUP BY e.state
            """).Query(run);
        while (states.Read())
        {
            counts.Add(EffectStateText.Parse(states.GetString(0)), states.GetInt64(1));
        }

        return new EffectCounts(
            (long)db.Sql("SELECT count(DISTINCT key) FROM effect_listings WHERE run_id = $run").Scalar(run)!,
            counts.GetValueOrDefault(EffectState.Confirmed),
            counts.GetValueOrDefault(EffectState.Failed),
            counts.GetValueOrDefault(EffectState.InDoubt),
            counts.GetValueOrDefault(EffectState.Dropped),
            counts.GetValueOrDefault(EffectState.Planned) + counts.GetValueOrDefault(EffectState.Sending),
            pages.GetInt64(0),
            EffectPosition.Of(db, run).IsAtEnd);
    }
}
