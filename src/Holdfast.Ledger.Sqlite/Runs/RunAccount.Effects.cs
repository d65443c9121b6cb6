using Microsoft.Data.Sqlite;

namespace Holdfast.Ledger.Sqlite;

/// <content>The effects of a send action.</content>
internal sealed partial class RunAccount
{
    /// <summary>Where the plan goes on.</summary>
    internal EffectPosition EffectPosition => _db.Read("read the plan's position", () => EffectRows.Position(_db, RunId));

    /// <summary>Takes over what earlier runs left: open effects, and those that were given up, that this run's plan has not shown.</summary>
    internal void CarryOverEffects() => Write(
        "take over open effects",
        () =>
        {
            string[] keys = [.. Keys(
                $"""
                SELECT e.key FROM effects e
                WHERE e.action = $action AND (e.state IN ('planned', 'sending', 'in-doubt') OR e.state = 'failed' AND {EffectRows.GivenUp})
                    AND NOT EXISTS (SELECT 1 FROM effect_listings l WHERE l.run_id = $run AND l.key = e.key) ORDER BY e.id
                """, Action, RunId)];
            if (keys.Length > 0)
            {
                AddPage(keys, carried: true, null, null, default);
            }

            return keys.Length;
        },
        null);

    /// <summary>Tries the next effect again that was given up.</summary>
    /// <param name="after">Only effects with a higher id.</param>
    /// <returns>The effect, planned again; null when there is none.</returns>
    internal StoredEffect? ReopenEffect(long after) => Write(
        "try an effect again",
        () =>
        {
            using SqliteDataReader given = _db.Sql(
                $"SELECT {EffectRows.Columns} FROM effects e WHERE e.action = $action AND e.state = 'failed' AND e.id > $after "
                + $"AND {EffectRows.GivenUp} ORDER BY e.id LIMIT 1")
                .Query(Action, after);
            if (!given.Read())
            {
                return null;
            }

            StoredEffect effect = EffectRows.Read(given);
            given.Close();
            AddEvent(effect.Id, EffectEvent.Reopened, null, default);
            return EffectRows.Find(_db, Action, effect.Key);
        },
        null);

    /// <summary>How many attempts of earlier legs ended in the death of their session or of the job, and had not happened as far as is known, since
    /// the user's last decision. Attempts left open by a leg that was stopped or gave up are not counted.</summary>
    internal int CountEarlierDeaths(long effect) => _db.Read("count the deaths over an effect", () => (int)(long)_db.Sql(
        """
        SELECT count(*) FROM effect_events b WHERE b.effect_id = $effect AND b.event = 'begun' AND NOT (b.run_id = $run AND b.epoch = $epoch)
            AND b.id > coalesce((SELECT max(u.id) FROM effect_events u WHERE u.effect_id = $effect AND u.event LIKE 'user-%'), 0)
            AND coalesce((
                SELECT v.event = 'quarantined' OR (v.event = 'not-done' AND v.text IS NULL) FROM effect_events v
                WHERE v.effect_id = b.effect_id AND v.id > b.id ORDER BY v.id LIMIT 1), 1)
            AND (EXISTS (
                    SELECT 1 FROM incidents i
                    WHERE i.run_id = b.run_id AND i.epoch = b.epoch AND i.session = b.session AND i.generation = b.generation AND i.cause <> 'ClosedByUs')
                OR EXISTS (SELECT 1 FROM legs l WHERE l.run_id = b.run_id AND l.epoch = b.epoch AND l.outcome IS NULL))
        """).Scalar(effect, RunId, Epoch)!);

    /// <summary>Plans a page. A key that the action has had before gets no second effect.</summary>
    /// <param name="cursor">What the page was asked with.</param>
    /// <param name="page">The page.</param>
    /// <param name="generation">The session that it was read through.</param>
    /// <param name="beforeCommit">Called right before COMMIT; may throw to undo it. Told whether the page has an effect that no page of this run's plan
    /// has had.</param>
    /// <returns>False, and nothing is planned, when the page leads back to one that this run has read.</returns>
    internal bool PlanEffects(string? cursor, PlannedPage page, GenerationStamp generation, Action<bool>? beforeCommit)
    {
        bool plansMore = false;
        return Write(
            "plan effects",
            () =>
            {
                plansMore = beforeCommit is not null && PlansMore(page);
                return PlanEffects(cursor, page, generation);
            },
            beforeCommit is null ? null : () => beforeCommit(plansMore));
    }

    private bool PlanEffects(string? cursor, PlannedPage page, GenerationStamp generation)
    {
        if (page.Next is { } next && (next == cursor
            || _db.Sql("SELECT 1 FROM effect_pages WHERE run_id = $run AND carried = 0 AND cursor = $next LIMIT 1").Scalar(RunId, next) is not null))
        {
            return false;
        }

        foreach (PlannedEffect effect in page.Effects)
        {
            _db.Sql(
                """
                INSERT INTO effects(action, key, payload, state, first_run, changed_at) VALUES ($action, $key, $payload, 'planned', $run, $now)
                ON CONFLICT (action, key) DO NOTHING
                """).Execute(Action, effect.Key, effect.PayloadJson, RunId, _db.Now);
        }

        AddPage([.. page.Effects.Select(effect => effect.Key)], carried: false, cursor, page.Next, generation);
        return true;
    }

    /// <summary>The next effect that is to be settled: first what was begun, then what is planned, in planning order.</summary>
    internal StoredEffect? NextEffect() => _db.Read("read the next effect", () =>
    {
        foreach (EffectState state in (EffectState[])[EffectState.Sending, EffectState.Planned])
        {
            using SqliteDataReader row = _db.Sql(
                $"SELECT {EffectRows.Columns} FROM effects e WHERE e.action = $action AND e.state = $state ORDER BY e.id LIMIT 1")
                .Query(Action, EffectStateText.Of(state));
            if (row.Read())
            {
                return EffectRows.Read(row);
            }
        }

        return null;
    });

    /// <summary>An effect as it is now.</summary>
    internal StoredEffect ReadEffect(string key) =>
        _db.Read("read an effect", () => EffectRows.Find(_db, Action, key)) ?? throw new ArgumentException($"There is no effect '{key}'.", nameof(key));

    /// <summary>Writes that attempts begin. Before the calls.</summary>
    /// <returns>Those that have begun; the others are not planned any more.</returns>
    internal IReadOnlyList<long> BeginEffects(IReadOnlyList<long> effects, GenerationStamp generation, Action? beforeCommit) => Write(
        "begin an effect",
        () => effects.Where(effect => Move(new EffectResult(effect, EffectEvent.Begun, null), EffectState.Planned, generation)).ToArray(),
        beforeCommit);

    /// <summary>Writes what came of attempts that are open; of the others nothing is written.</summary>
    internal void SettleEffects(IReadOnlyList<EffectResult> results, GenerationStamp generation, Action? beforeCommit) => Write(
        "settle an effect",
        () => results.Count(result => Move(result, EffectState.Sending, generation)),
        beforeCommit);

    /// <summary>When the daily budget has room again; null when it has room now. Attempts are counted that were begun in the last 24 hours.</summary>
    internal DateTimeOffset? BudgetFreeAt(int perDay) => _db.Read("read the budget", () =>
    {
        long day = (long)TimeSpan.FromDays(1).TotalMilliseconds;
        return BegunAt(_db.Now - day, perDay - 1) is { } at ? at.AddMilliseconds(day) : (DateTimeOffset?)null;
    });

    /// <summary>When the action last began an attempt; null when it did not within the time before now.</summary>
    internal DateTimeOffset? LastBegunAt(TimeSpan within) =>
        _db.Read("read the last attempt", () => BegunAt(_db.Now - (long)within.TotalMilliseconds, skip: 0));

    /// <summary>CROSS JOIN, so that only attempts of that time are looked at, however many the action has ever made.</summary>
    private DateTimeOffset? BegunAt(long since, int skip)
    {
        using SqliteDataReader row = _db.Sql(
            """
            SELECT v.at FROM effect_events v CROSS JOIN effects e ON e.id = v.effect_id
            WHERE v.event = 'begun' AND v.at > $since AND e.action = $action ORDER BY v.at DESC LIMIT 1 OFFSET $skip
            """).Query(since, Action, skip);
        return row.Read() ? row.Time(0) : null;
    }

    private bool Move(EffectResult result, EffectState from, GenerationStamp generation)
    {
        if (_db.Sql("SELECT state FROM effects WHERE id = $id").Scalar(result.Effect) as string != EffectStateText.Of(from))
        {
            return false;
        }

        AddEvent(result.Effect, result.Happened, result.Text, generation);
        return true;
    }

    private void AddEvent(long effect, EffectEvent happened, string? text, GenerationStamp generation)
    {
        _db.Sql(
            """
            INSERT INTO effect_events(effect_id, event, text, run_id, epoch, session, generation, at)
            VALUES ($effect, $event, $text, $run, $epoch, $session, $generation, $now)
            """).Execute(effect, happened.Word(), text, RunId, Epoch, generation.Session, generation.Number, _db.Now);
        _db.Sql("UPDATE effects SET state = $state, text = $text, changed_at = $now WHERE id = $id")
            .Execute(EffectStateText.Of(happened.State()), text, _db.Now, effect);
    }

    private void AddPage(string[] keys, bool carried, string? cursor, string? next, GenerationStamp generation)
    {
        long page = (long)_db.Sql(
            """
            INSERT INTO effect_pages(run_id, number, carried, cursor, next_cursor, entries, epoch, session, generation, planned_at)
            VALUES ($run, 1 + (SELECT coalesce(max(number), 0) FROM effect_pages WHERE run_id = $run),
                $carried, $cursor, $next, $entries, $epoch, $session, $generation, $now)
            RETURNING id
            """).Scalar(RunId, carried ? 1 : 0, cursor, next, keys.Length, Epoch, generation.Session, generation.Number, _db.Now)!;
        for (int position = 0; position < keys.Length; position++)
        {
            _db.Sql("INSERT INTO effect_listings(page_id, position, run_id, key) VALUES ($page, $position, $run, $key)")
                .Execute(page, position, RunId, keys[position]);
        }
    }

    private List<string> Keys(string sql, params ReadOnlySpan<object?> values)
    {
        List<string> keys = new();
        using SqliteDataReader rows = _db.Sql(sql).Query(values);
        while (rows.Read())
        {
            keys.Add(rows.GetString(0));
        }

        return keys;
    }
}
