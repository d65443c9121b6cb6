namespace Holdfast.Ledger.Sqlite;

/// <summary>What each row of a run implies of other rows. Every query gives key, expected and found for each contradiction.</summary>
/// <remarks>A plus sign before a column keeps its index out of the plan where that index would find the whole run for every row.</remarks>
internal static class LedgerCheckQueries
{
    /// <summary>True of a comparison c that found nothing changed.</summary>
    private const string IsSame = "c.before_hash IS c.after_hash AND c.before_whole IS c.after_whole";

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
        OfAnItem("comparison", "comparisons"),
        OfAnItem("reason", "reasons"),
        ("removal has an item",
        """
        SELECT m.key, 'item ' || m.item_id, 'none' FROM removals m
        WHERE m.run_id = $run AND NOT EXISTS (SELECT 1 FROM items i WHERE i.id = m.item_id AND i.run_id = m.run_id AND i.key = m.key)
        """),
        ("removal ended in a later run",
        """
        SELECT key, 'a run after ' || run_id, 'run ' || ended_run FROM removals WHERE run_id = $run AND ended_run <= run_id
        """),
        ("compared record is stored",
        """
        SELECT i.key, 'a record', 'none' FROM runs n JOIN items i ON i.run_id = n.id
        WHERE n.id = $run AND NOT EXISTS (SELECT 1 FROM records r WHERE r.action = n.action AND r.key = i.key)
            AND EXISTS (SELECT 1 FROM comparisons c WHERE c.item_id = i.id)
        """),
        ("one record for each key",
        """
        SELECT r.key, '1 record', count(*) || ' records' FROM runs n JOIN records r ON r.action = n.action
        WHERE n.id = $run GROUP BY r.key HAVING count(*) > 1
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

    /// <summary>What is to be true of each record of the run's action. The fourth column says which of it is not.</summary>
    /// <remarks>Keys come in any order, so a million records looked up by key are a million places in a file. Records and items are paired in their indexes
    /// instead, where both are in the order of the keys; the pairs are sorted, and then the records are read in the order in which they were written, and
    /// mostly the comparisons too. GROUP BY sorts, where an ORDER BY in here would be left out. What is sorted is not kept besides.</remarks>
    public const string OfRecords =
        $"""
        WITH pairs AS NOT MATERIALIZED (
            SELECT n.id AS run, r.id AS record, max(i.id) AS item
            FROM runs n CROSS JOIN records r ON r.action = n.action LEFT JOIN items i ON i.run_id = n.id AND i.key = r.key
            WHERE n.id = $run GROUP BY r.id),
        odd AS MATERIALIZED (
            SELECT r.key, p.run, r.json, r.hash, r.whole, r.first_run, r.written_run, r.checked_run, c.after_hash, c.after_whole,
                {IsSame} AS is_same,
                r.hash IS NOT holdfast_hash(r.json) AS is_altered,
                c.item_id IS NULL AND p.run IN (r.first_run, r.written_run, r.checked_run) AS is_uncompared,
                c.item_id IS NOT NULL AND r.checked_run < p.run AS is_unchecked,
                r.checked_run = p.run AND (r.hash <> c.after_hash OR r.whole <> c.after_whole) AS differs,
                c.item_id IS NOT NULL AND r.checked_run = p.run AND ((c.before_hash IS NULL) <> (r.first_run = p.run) OR r.written_run > p.run
                    OR (r.written_run <> p.run AND NOT ({IsSame}))) AS is_misdated
            FROM pairs p CROSS JOIN records r ON r.id = p.record LEFT JOIN comparisons c ON c.item_id = p.item
            WHERE is_altered OR is_uncompared OR is_unchecked OR differs OR is_misdated)
        SELECT key, hex(hash), coalesce(hex(holdfast_hash(json)), 'not JSON'), 'record matches its hash' FROM odd WHERE is_altered
        UNION ALL
        SELECT key, 'a comparison in run ' || run, 'none', 'checked record was compared' FROM odd WHERE is_uncompared
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

    /// <summary>What has one row for each item at most, under the item's run.</summary>
    private static (string What, string Sql) OfAnItem(string name, string table) => ($"{name} has an item",
        $"""
        SELECT NULL, 'item ' || t.item_id, 'none' FROM {table} t
        WHERE t.run_id = $run AND NOT EXISTS (SELECT 1 FROM items i WHERE i.id = t.item_id AND i.run_id = t.run_id)
        UNION ALL
        SELECT i.key, 'a {name} in run ' || i.run_id, 'in run ' || t.run_id
        FROM items i JOIN {table} t ON t.item_id = i.id WHERE i.run_id = $run AND t.run_id <> i.run_id
        """);
}
