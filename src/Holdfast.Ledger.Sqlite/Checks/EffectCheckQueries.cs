namespace Holdfast.Ledger.Sqlite;

/// <summary>What the rows of effects imply of each other. Every query gives key, expected and found for each contradiction.</summary>
internal static class EffectCheckQueries
{
    public static readonly IReadOnlyList<(string What, string Sql)> All =
    [
        ("planned equals the sum of all states of effects",
        """
        SELECT NULL, planned || ' effects', states || ' effects' FROM (
            SELECT (SELECT count(DISTINCT key) FROM effect_listings WHERE run_id = $run) AS planned,
                (SELECT count(*) FROM effects e JOIN runs n ON n.action = e.action WHERE n.id = $run
                    AND EXISTS (SELECT 1 FROM effect_listings l WHERE l.run_id = n.id AND l.key = e.key)) AS states)
        WHERE planned <> states
        """),
        ("planned key has an effect",
        """
        SELECT DISTINCT l.key, 'an effect', 'none' FROM effect_listings l JOIN runs n ON n.id = l.run_id
        WHERE n.id = $run AND NOT EXISTS (SELECT 1 FROM effects e WHERE e.action = n.action AND e.key = l.key)
        """),
        ("effect was planned",
        """
        SELECT e.key, 'a page of the plan in run ' || n.id, 'none' FROM effects e JOIN runs n ON n.id = e.first_run
        WHERE n.id = $run AND NOT EXISTS (SELECT 1 FROM effect_listings l WHERE l.run_id = n.id AND l.key = e.key)
        """),
        ("one effect for each key",
        """
        SELECT e.key, '1 effect', count(*) || ' effects' FROM runs n JOIN effects e ON e.action = n.action
        WHERE n.id = $run GROUP BY e.key HAVING count(*) > 1
        """),
        ("state of an effect follows from its events",
        """
        SELECT key, expected, state FROM (
            SELECT e.key AS key, e.state AS state, CASE
                (SELECT v.event FROM effect_events v WHERE v.effect_id = e.id ORDER BY v.id DESC LIMIT 1)
                WHEN 'begun' THEN 'sending'
                WHEN 'confirmed' THEN 'confirmed' WHEN 'user-confirmed' THEN 'confirmed'
                WHEN 'refused' THEN 'failed' WHEN 'gave-up' THEN 'failed' WHEN 'quarantined' THEN 'failed'
                WHEN 'unknown' THEN 'in-doubt'
                WHEN 'user-dropped' THEN 'dropped'
                ELSE 'planned' END AS expected
            FROM effects e JOIN runs n ON n.action = e.action WHERE n.id = $run)
        WHERE expected <> state
        """),
        ("an effect is settled once for each attempt",
        """
        SELECT e.key, min(begun, settled) || ' attempts settled', settled || ' of ' || begun FROM (
            SELECT v.effect_id AS id, count(*) FILTER (WHERE v.event = 'begun') AS begun,
                count(*) FILTER (WHERE v.event IN ('confirmed', 'refused', 'not-done', 'gave-up', 'quarantined', 'unknown')) AS settled
            FROM effect_events v GROUP BY v.effect_id) c JOIN effects e ON e.id = c.id JOIN runs n ON n.action = e.action
        WHERE n.id = $run AND c.begun - c.settled <> (e.state = 'sending')
        """),
        ("nothing is begun that was confirmed",
        """
        SELECT e.key, 'the user''s decision between the two', 'none' FROM effects e JOIN runs n ON n.action = e.action
        JOIN effect_events c ON c.effect_id = e.id AND c.event IN ('confirmed', 'user-confirmed')
        JOIN effect_events b ON b.effect_id = e.id AND b.event = 'begun' AND b.id > c.id
        WHERE n.id = $run AND NOT EXISTS (
            SELECT 1 FROM effect_events u WHERE u.effect_id = e.id AND u.event = 'user-retried' AND u.id > c.id AND u.id < b.id)
        """),
        ("event has an effect",
        """
        SELECT NULL, 'effect ' || v.effect_id, 'none' FROM effect_events v
        WHERE v.run_id = $run AND NOT EXISTS (SELECT 1 FROM effects e WHERE e.id = v.effect_id)
        """),
        ("page of the plan holds its entries",
        """
        SELECT NULL, 'page ' || p.number || ': ' || p.entries || ' entries', count(l.position) || ' entries'
        FROM effect_pages p LEFT JOIN effect_listings l ON l.page_id = p.id
        WHERE p.run_id = $run GROUP BY p.id HAVING count(l.position) <> p.entries
        """),
        ("pages of the plan are numbered without a gap",
        """
        SELECT NULL, 'page ' || expected, 'page ' || number FROM (
            SELECT number, row_number() OVER (ORDER BY number) AS expected FROM effect_pages WHERE run_id = $run)
        WHERE number <> expected LIMIT 1
        """),
        ("no effect is open in a finished run",
        """
        SELECT e.key, 'an end', e.state FROM runs n JOIN effects e ON e.action = n.action
        WHERE n.id = $run AND n.finished_at IS NOT NULL AND e.state IN ('planned', 'sending')
            AND EXISTS (SELECT 1 FROM effect_listings l WHERE l.run_id = n.id AND l.key = e.key)
            AND NOT EXISTS (SELECT 1 FROM effect_events v WHERE v.effect_id = e.id AND v.event IN ('user-retried', 'reopened'))
        """),
    ];
}
