namespace Holdfast.Actions;

/// <summary>What each row of a run implies of other rows. Every query gives key, expected and found for each contradiction.</summary>
/// <remarks>A plus sign before a column keeps its index out of the plan: where it would find the whole run for every row, and where it would lead through
/// a large table in the order of the keys, which is none to the disk. CROSS JOIN keeps the order of the tables, for the same reason.</remarks>
internal static class LedgerCheckQueries
{
    public static readonly IReadOnlyList<(string What, string Sql)> All =
    [
        ("seen equals the sum of all states",
        """
        SELECT NULL, seen || ' items', outcomes || ' items' FROM (
            SELECT (SELECT count(DISTINCT key) FROM listings WHERE run_id = $run) AS seen,
                (SELECT count(*) FROM items WHERE run_id = $run) AS outcomes)
        WHERE seen <> outcomes
        """),
        ("listed key has an item",
        """
        SELECT DISTINCT l.key, 'an item', 'none' FROM listings l
        WHERE l.run_id = $run AND NOT EXISTS (SELECT 1 FROM items i WHERE i.run_id = l.run_id AND i.key = l.key)
        """),
        ("item was listed",
        """
        SELECT i.key, 'a list page that shows it', 'none' FROM items i
        WHERE i.run_id = $run AND NOT EXISTS (SELECT 1 FROM listings l WHERE l.run_id = i.run_id AND l.key = i.key)
        """),
        ("one item for each key",
        "SELECT key, '1 item', count(*) || ' items' FROM items WHERE run_id = $run GROUP BY key HAVING count(*) > 1"),
        ("state follows from the facts",
        """
        SELECT key, expected, state FROM (
            SELECT i.key AS key, i.state AS state, CASE
                WHEN m.item_id IS NOT NULL AND r.kind IS NULL AND c.settled IS NOT 1 THEN 'removed'
                WHEN m.item_id IS NOT NULL THEN 'facts that agree'
                WHEN r.kind IS NULL AND c.settled IS NOT 1 THEN 'pending'
                WHEN r.kind = 'failure' AND c.settled IS NOT 1 THEN 'failed'
                WHEN r.kind = 'quarantine' AND c.settled IS NOT 1 THEN 'quarantined'
                WHEN r.kind = 'missing' AND c.settled = 1 THEN 'partial'
                WHEN r.kind IS NULL AND c.after_whole = 1 AND c.before_hash IS NULL THEN 'new'
                WHEN r.kind IS NULL AND c.after_whole = 1 AND c.before_whole = 1 AND c.before_hash = c.after_hash THEN 'unchanged'
                WHEN r.kind IS NULL AND c.after_whole = 1 THEN 'updated'
                ELSE 'facts that agree' END AS expected
            FROM items i LEFT JOIN reasons r ON r.item_id = i.id LEFT JOIN comparisons c ON c.item_id = i.id
                LEFT JOIN removals m ON m.item_id = i.id
            WHERE i.run_id = $run)
        WHERE expected IS NOT state
        """),
        ("suspicion agrees with the state",
        """
        SELECT s.key, iif(s.quarantined, 'quarantined', 'pending, failed or partial'), coalesce(i.state, 'no item')
        FROM suspects s JOIN runs n ON n.id = s.run_id AND n.action = s.action LEFT JOIN items i ON i.run_id = s.run_id AND i.key = s.key
        WHERE s.run_id = $run AND coalesce(i.state, '') NOT IN (
            iif(s.quarantined, 'quarantined', 'pending'), iif(s.quarantined, 'quarantined', 'failed'), iif(s.quarantined, 'quarantined', 'partial'))
        """),
        ("comparison has an item",
        """
        SELECT NULL, 'item ' || c.item_id, 'none' FROM comparisons c
        WHERE c.run_id = $run AND NOT EXISTS (SELECT 1 FROM items i WHERE i.id = c.item_id AND i.run_id = c.run_id)
        """),
        ("reason has an item",
        """
        SELECT NULL, 'item ' || r.item_id, 'none' FROM reasons r
        WHERE r.run_id = $run AND NOT EXISTS (SELECT 1 FROM items i WHERE i.id = r.item_id AND i.run_id = r.run_id)
        """),
        ("removal has an item",
        """
        SELECT m.key, 'item ' || m.item_id, 'none' FROM removals m
        WHERE m.run_id = $run AND NOT EXISTS (SELECT 1 FROM items i WHERE i.id = m.item_id AND i.run_id = m.run_id AND i.key = m.key)
        """),
        ("removal ended in a later run",
        """
        SELECT key, 'a run after ' || run_id, 'run ' || ended_run FROM removals WHERE run_id = $run AND ended_run <= run_id
        """),
        ("checked record was compared",
        """
        SELECT r.key, 'a comparison in run ' || n.id, 'none' FROM runs n CROSS JOIN records r
        WHERE n.id = $run AND +r.action = n.action AND (r.checked_run = n.id OR r.written_run = n.id OR r.first_run = n.id) AND NOT EXISTS (
            SELECT 1 FROM items i JOIN comparisons c ON c.item_id = i.id WHERE i.run_id = n.id AND i.key = r.key)
        """),
        ("one record for each key",
        """
        SELECT r.key, '1 record', count(*) || ' records' FROM runs n JOIN records r ON r.action = n.action
        WHERE n.id = $run GROUP BY r.key HAVING count(*) > 1
        """),
        ("record matches its hash",
        """
        SELECT r.key, hex(r.hash), coalesce(hex(holdfast_hash(r.json)), 'not JSON') FROM runs n JOIN records r ON +r.action = n.action
        WHERE n.id = $run AND r.hash IS NOT holdfast_hash(r.json)
        """),
        ("page holds its entries",
        """
        SELECT NULL, 'page ' || p.number || ': ' || p.entries || ' entries', count(l.position) || ' entries'
        FROM pages p LEFT JOIN listings l ON l.page_id = p.id AND +l.run_id = p.run_id
        WHERE p.run_id = $run GROUP BY p.id HAVING count(l.position) <> p.entries
        """),
        ("entry has a page",
        """
        SELECT l.key, 'page id ' || l.page_id, 'none' FROM listings l
        WHERE l.run_id = $run AND NOT EXISTS (SELECT 1 FROM pages p WHERE p.id = l.page_id AND p.run_id = l.run_id)
        """),
        ("pages are numbered without a gap",
        """
        SELECT NULL, 'page ' || expected, 'page ' || number FROM (
            SELECT number, row_number() OVER (ORDER BY number) AS expected FROM pages WHERE run_id = $run)
        WHERE number <> expected LIMIT 1
        """),
        ("every leg has its row",
        """
        SELECT NULL, n.epoch || ' legs, the last ' || n.epoch, count(l.id) || ' legs, the last ' || coalesce(max(l.epoch), 0)
        FROM runs n LEFT JOIN legs l ON l.run_id = n.id WHERE n.id = $run GROUP BY n.id HAVING count(l.id) <> n.epoch OR max(l.epoch) IS NOT n.epoch
        """),
        ("delivery has a record",
        """
        SELECT d.key, 'a record for sink ' || d.sink, 'none' FROM runs n JOIN deliveries d ON d.action = n.action
        WHERE n.id = $run AND NOT EXISTS (SELECT 1 FROM records r WHERE r.action = d.action AND r.key = d.key)
        """),
        ("nothing is pending in a finished run",
        """
        SELECT i.key, 'an outcome', 'pending' FROM runs n JOIN items i ON i.run_id = n.id AND i.state = 'pending'
        WHERE n.id = $run AND n.finished_at IS NOT NULL
        """),
    ];

    /// <summary>What comparisons imply of the records, in one pass over both, because a million look-ups take long. The fourth column says which
    /// implication it is.</summary>
    public const string OfComparisons =
        """
        WITH odd AS MATERIALIZED (
            SELECT i.key AS key, i.run_id AS run, c.after_hash, c.after_whole, r.hash, r.whole, r.first_run, r.written_run, r.checked_run,
                c.before_hash IS c.after_hash AND c.before_whole IS c.after_whole AS is_same,
                r.id IS NULL AS is_missing,
                r.checked_run < n.id AS is_unchecked,
                r.checked_run = n.id AND (r.hash <> c.after_hash OR r.whole <> c.after_whole) AS differs,
                r.checked_run = n.id AND ((c.before_hash IS NULL) <> (r.first_run = n.id) OR r.written_run > n.id OR (r.written_run <> n.id AND NOT (
                    c.before_hash IS c.after_hash AND c.before_whole IS c.after_whole))) AS is_misdated
            FROM runs n CROSS JOIN comparisons c CROSS JOIN items i ON i.id = c.item_id AND +i.run_id = n.id
                LEFT JOIN records r ON r.action = n.action AND r.key = i.key
            WHERE n.id = $run AND c.run_id = n.id AND (is_missing OR is_unchecked OR differs OR is_misdated))
        SELECT key, 'a record', 'none', 'compared record is stored' FROM odd WHERE is_missing
        UNION ALL
        SELECT key, 'run ' || run || ' or later', 'run ' || checked_run, 'record knows the run that compared it' FROM odd WHERE is_unchecked
        UNION ALL
        SELECT key, iif(after_whole, 'whole ', 'partial ') || hex(after_hash), iif(whole, 'whole ', 'partial ') || hex(hash), 'record is the one compared'
        FROM odd WHERE differs
        UNION ALL
        SELECT key, iif(is_same, 'an earlier run, or this one', 'run ' || run), 'run ' || written_run || ', first run ' || first_run,
            'record was written by the run that changed it'
        FROM odd WHERE is_misdated
        """;
}
