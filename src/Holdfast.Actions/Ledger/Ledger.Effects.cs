namespace Holdfast.Actions;

/// <content>The effects of send actions.</content>
public sealed partial class Ledger
{
    /// <summary>Effects, in planning order.</summary>
    /// <param name="action">Only this action's; null for all.</param>
    /// <param name="state">Only those in this state; null for all.</param>
    /// <param name="key">Only those with this key; null for all.</param>
    /// <param name="runId">Only those that this run's plan shows; null for all.</param>
    /// <param name="limit">How many at most.</param>
    /// <returns>The effects.</returns>
    public IReadOnlyList<StoredEffect> ReadEffects(
        string? action = null, EffectState? state = null, string? key = null, long? runId = null, int limit = int.MaxValue) => _db.Read(
        "read the effects",
        () =>
        {
            var effects = new List<StoredEffect>();
            using var rows = _db.Sql(
                $"""
                SELECT {StoredEffect.Columns} FROM effects e
                WHERE ($action IS NULL OR e.action = $action) AND ($state IS NULL OR e.state = $state) AND ($key IS NULL OR e.key = $key)
                    AND ($run IS NULL OR EXISTS (
                        SELECT 1 FROM effect_listings l JOIN runs n ON n.id = l.run_id WHERE n.id = $run AND n.action = e.action AND l.key = e.key))
                ORDER BY e.id LIMIT $limit
                """).Query(action, state is { } only ? EffectStateText.Of(only) : null, key, runId, limit);
            while (rows.Read())
            {
                effects.Add(StoredEffect.Read(rows));
            }
            return effects;
        });

    /// <summary>Where the plan of an action's unfinished run goes on; null when there is no such run.</summary>
    internal EffectPosition? OpenPlan(string action) => _db.Read("read the plan's position", () =>
        _db.Sql("SELECT id FROM runs WHERE action = $action AND finished_at IS NULL ORDER BY id DESC LIMIT 1").Scalar(action) is long run
            ? EffectPosition.Of(_db, run)
            : null);

    /// <summary>Writes the user's word about an effect. The next start of the action goes by it.</summary>
    /// <param name="action">The action.</param>
    /// <param name="key">The effect's key.</param>
    /// <param name="word">The word.</param>
    /// <returns>The effect as it is then.</returns>
    /// <exception cref="ArgumentException">The action has no such effect.</exception>
    /// <exception cref="InvalidOperationException">The word does not fit the effect's state; nothing was changed.</exception>
    /// <remarks>Hold the action's <see cref="RunLock"/>.</remarks>
    public StoredEffect TellEffect(string action, string key, UserWord word) => _db.Write("note the user's word", () =>
    {
        var effect = StoredEffect.Find(_db, action, key) ?? throw new ArgumentException($"'{action}' has no effect '{key}'.", nameof(key));
        if (!UserWords.Allows(effect.State, word))
        {
            throw new InvalidOperationException($"The effect '{key}' is {EffectStateText.Of(effect.State)}.");
        }
        var happened = UserWords.Event(word);
        _db.Sql("INSERT INTO effect_events(effect_id, event, at) VALUES ($effect, $event, $now)").Execute(effect.Id, happened.Word(), _db.Now);
        _db.Sql("UPDATE effects SET state = $state, changed_at = $now WHERE id = $id")
            .Execute(EffectStateText.Of(happened.State()), _db.Now, effect.Id);
        return StoredEffect.Find(_db, action, key)!;
    });
}
