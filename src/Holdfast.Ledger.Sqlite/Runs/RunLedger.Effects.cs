using Microsoft.Data.Sqlite;

namespace Holdfast.Ledger.Sqlite;

/// <content>The effects of send actions.</content>
public sealed partial class RunLedger
{
    /// <summary>Effects, in planning order.</summary>
    /// <param name="action">Only this action's; null for all.</param>
    /// <param name="state">Only those in this state; null for all.</param>
    /// <param name="key">Only those with this key; null for all.</param>
    /// <param name="limit">How many at most.</param>
    /// <returns>The effects.</returns>
    public IReadOnlyList<StoredEffect> ReadEffects(
        string? action = null, EffectState? state = null, string? key = null, int limit = int.MaxValue) => _db.Read(
        "read the effects",
        () =>
        {
            using SqliteDataReader rows = _db.Sql(
                $"""
                SELECT {EffectRows.Columns} FROM effects e
                WHERE ($action IS NULL OR e.action = $action) AND ($state IS NULL OR e.state = $state) AND ($key IS NULL OR e.key = $key)
                ORDER BY e.id LIMIT $limit
                """).Query(action, state is { } only ? EffectStateText.Of(only) : null, key, limit);
            return EffectRows.ReadAll(rows);
        });

    /// <summary>What a run left in doubt or failed, in planning order, as it left it: later runs and words of the user do not change it.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="limit">How many at most.</param>
    /// <returns>The effects, with the state, the text and the time that they had then.</returns>
    public IReadOnlyList<StoredEffect> ReadMissingEffects(long runId, int limit = int.MaxValue) => _db.Read("read the missing effects", () =>
    {
        List<StoredEffect> effects = new();
        using SqliteDataReader rows = _db.Sql(
            $"""
            SELECT {EffectRows.Columns}, w.event, w.text, w.at FROM runs n JOIN effects e ON e.action = n.action
            JOIN effect_events w ON w.id = (
                SELECT v.id FROM effect_events v WHERE v.effect_id = e.id AND {EffectRows.OfTheRun} ORDER BY v.id DESC LIMIT 1)
            WHERE n.id = $run AND w.event IN ('unknown', 'refused', 'gave-up', 'quarantined')
                AND EXISTS (SELECT 1 FROM effect_listings l WHERE l.run_id = n.id AND l.key = e.key)
            ORDER BY e.id LIMIT $limit
            """).Query(runId, limit);
        while (rows.Read())
        {
            effects.Add(EffectRows.Read(rows).AsOf(EffectEvents.StateAfter(rows.GetString(8)), rows.Text(9), rows.Time(10)));
        }

        return effects;
    });

    /// <summary>What the next leg of a send action settles: effects that are planned, begun or in doubt, and those that were given up.</summary>
    internal IReadOnlyList<StoredEffect> ReadUnsettledEffects(string action) => _db.Read("read the effects that wait", () =>
    {
        using SqliteDataReader rows = _db.Sql(
            $"""
            SELECT {EffectRows.Columns} FROM effects e
            WHERE e.action = $action AND (e.state IN ('planned', 'sending', 'in-doubt') OR e.state = 'failed' AND {EffectRows.GivenUp}) ORDER BY e.id
            """).Query(action);
        return EffectRows.ReadAll(rows);
    });

    /// <summary>Requires that the action's effects belong to this site.</summary>
    /// <exception cref="LedgerException">With <see cref="LedgerFault.OtherSite"/>: they belong to another one.</exception>
    internal void RequireEffectsHere(string action, string? site) => _db.Read("find the effects' site", () =>
    {
        LegStart.RequireEffectsHere(_db, action, site);
        return true;
    });

    /// <summary>An effect; null when the action has none of this key.</summary>
    internal StoredEffect? FindEffect(string action, string key) => _db.Read("read an effect", () => EffectRows.Find(_db, action, key));

    /// <summary>Where the plan of an action's unfinished run goes on; null when there is no such run.</summary>
    internal EffectPosition? OpenPlan(string action) => _db.Read("read the plan's position", () =>
        _db.Sql("SELECT id FROM runs WHERE action = $action AND finished_at IS NULL ORDER BY id DESC LIMIT 1").Scalar(action) is long runId
            ? EffectRows.Position(_db, runId)
            : null);

    /// <summary>Writes the user's decision about an effect. The next start of the action goes by it.</summary>
    /// <param name="action">The action.</param>
    /// <param name="key">The effect's key.</param>
    /// <param name="decision">The decision.</param>
    /// <returns>The effect as it is then.</returns>
    /// <exception cref="ArgumentException">The action has no such effect.</exception>
    /// <exception cref="InvalidOperationException">The decision does not fit the effect's state; nothing was changed.</exception>
    /// <remarks>Hold the action's <see cref="RunLock"/>.</remarks>
    public StoredEffect ResolveEffect(string action, string key, EffectDecision decision) => _db.Write("record the user's decision", () =>
    {
        StoredEffect effect = EffectRows.Find(_db, action, key) ?? throw new ArgumentException($"'{action}' has no effect '{key}'.", nameof(key));
        if (!EffectDecisions.Allows(effect.State, decision))
        {
            throw new InvalidOperationException($"The effect '{key}' is {EffectStateText.Of(effect.State)}.");
        }

        if (effect.State == EffectState.Sending)
        {
            // Its leg ended without an answer: that attempt is settled first.
            _db.Sql(
                """
                INSERT INTO effect_events(effect_id, event, text, run_id, epoch, session, generation, at)
                SELECT effect_id, 'unknown', 'the job ended while it was sent', run_id, epoch, session, generation, $now
                FROM effect_events WHERE effect_id = $effect AND event = 'begun' ORDER BY id DESC LIMIT 1
                """).Execute(_db.Now, effect.Id);
        }

        EffectEvent happened = EffectDecisions.Event(decision);
        _db.Sql("INSERT INTO effect_events(effect_id, event, at) VALUES ($effect, $event, $now)").Execute(effect.Id, happened.Word(), _db.Now);
        _db.Sql("UPDATE effects SET state = $state, changed_at = $now WHERE id = $id")
            .Execute(EffectStateText.Of(happened.State()), _db.Now, effect.Id);
        return EffectRows.Find(_db, action, key)!;
    });
}
