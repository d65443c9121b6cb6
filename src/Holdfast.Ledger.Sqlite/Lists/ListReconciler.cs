using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Holdfast.Ledger.Sqlite;

/// <summary>Compares the readings of a list with each other and with the totals that the site declared. Reads only.</summary>
/// <remarks>
/// <para>A list that moves while it is read hides items: what is removed in front of the reader pulls others back over the edge of a page. A page
/// shows that the list has moved since the page before it when another total is declared, or, where none is, when it shows a key again
/// that an earlier page of the same reading had. That it does so in each reading proves nothing: entries with equal times may have an order of their
/// own on each page, always the same. In another version it has changed meanwhile: no movement in a sync, whose lists of events have both, and in a
/// gather where the reading before had two versions as well. A removal has no version, and may come again after the key has.</para>
/// <para>From the last page that shows a movement on, a reading is undisturbed: its <em>tail</em>. So the next reading need not go to the end:
/// what lies behind a page of which the tail holds everything is known. It goes as far as the movement was seen, so that a list which hides the
/// same in each reading shows it again.</para>
/// </remarks>
internal sealed class ListReconciler
{
    private readonly LedgerConnection _db;
    private readonly long _runId;
    private readonly bool _isSync;
    private readonly Dictionary<int, Reading> _readings = [];

    private List<Span>? _tail;
    private long? _least;

    public ListReconciler(LedgerConnection db, long runId)
    {
        (_db, _runId, _isSync) = (db, runId, SyncStart.Find(db, runId) is not null);
        using SqliteDataReader spans = db.Sql(
            """
            SELECT r.pass, r.first, r.last, p.next_cursor IS NULL
            FROM (SELECT run_id, pass, min(number) AS first, max(number) AS last FROM pages WHERE run_id = $run AND pass > 0 GROUP BY pass) r
            JOIN pages p ON p.run_id = r.run_id AND p.number = r.last
            """).Query(runId);
        while (spans.Read())
        {
            _readings.Add(spans.GetInt32(0), new Reading(spans.GetInt64(1), spans.GetInt64(2), spans.GetBoolean(3)));
        }
    }

    /// <summary>Whether the newest reading may end at the newest page, because the tail of the one before holds all the rest.</summary>
    /// <remarks>Ask the same reconciler again for each further page of the reading: those before it do not change, and are compared once. So a page
    /// costs the same however long the list is.</remarks>
    /// <returns>Null as long as the page shows anything else; false when it does not, but the totals disagree: then only the end of the list
    /// will do.</returns>
    public bool? MayEnd()
    {
        int pass = _readings.Keys.Max();
        _tail ??= Tail(pass);
        long page = (long)_db.Sql("SELECT max(number) FROM pages WHERE run_id = $run").Scalar(_runId)!;
        if (page - _readings[pass].First < (_least ??= Disturbed(pass - 1)) || !IsMet(page, _tail))
        {
            return null;
        }

        return !(ListingReader.SiteTotal(_db, _runId) > CountPresent([new Span(_readings[pass].First, page), .. _tail]));
    }

    public ListReconciliation Reconcile(int limit)
    {
        if (_isSync)
        {
            return ReconcileSync();
        }

        if (_readings.Count == 0)
        {
            return new ListReconciliation(false, 0, [], []);
        }

        int newest = _readings.Keys.Max();
        Reading reading = _readings[newest];
        List<Span> rest = reading.IsWhole ? [] : Tail(newest);
        IReadOnlyList<Span> present = [reading.Whole, .. rest];
        long count = CountPresent(present);
        bool ended = reading.IsWhole || IsMet(reading.Last, rest);
        bool settled = ended && Moved(newest) is null && !(ListingReader.SiteTotal(_db, _runId) > count);
        return new ListReconciliation(
            settled,
            count,
            settled ? Keys(
                """
                SELECT key FROM items WHERE run_id = $run AND key NOT IN (
                    SELECT l.key FROM pages p JOIN listings l ON l.page_id = p.id JOIN json_each($spans) s
                        ON p.number BETWEEN s.value ->> 0 AND s.value ->> 1 WHERE p.run_id = $run)
                ORDER BY key LIMIT $limit
                """,
                _runId,
                Text(present),
                limit) : [],
            newest == 1 ? [] : Keys(
                """
                SELECT key FROM items WHERE run_id = $run AND key NOT IN (
                    SELECT l.key FROM pages p JOIN listings l ON l.page_id = p.id WHERE p.run_id = $run AND p.pass = 1)
                ORDER BY key LIMIT $limit
                """,
                _runId,
                limit));
    }

    /// <summary>A sync reads what is new, perhaps only as far as it knows what follows: what its list does not show is not gone, and a total
    /// says something only of a reading that came to the end.</summary>
    private ListReconciliation ReconcileSync()
    {
        if (_readings.Count == 0)
        {
            return new ListReconciliation(true, CountSeen(), [], []);
        }

        int newest = _readings.Keys.Max();
        Reading reading = _readings[newest];
        List<Span> rest = reading.IsWhole ? [] : Tail(newest);
        bool ended = reading.IsWhole || IsMet(reading.Last, rest);
        long? total = ListingReader.SiteTotal(_db, _runId);
        bool settled = (Moved(newest) is null && !(ended && total > CountPresent([reading.Whole, .. rest]))) || OnlyGrew(newest, total);
        return new ListReconciliation(settled, CountSeen(), [], []);
    }

    /// <summary>True when the list grew while it was read, and the reading showed as many keys as it holds at last: it grew behind the reader. A list
    /// that grows in front shows too few.</summary>
    private bool OnlyGrew(int pass, long? total) =>
        _readings[pass] is { IsWhole: true } reading && total <= CountPresent([reading.Whole]) && Moved(pass, growth: long.MaxValue) is null;

    /// <summary>The pages read before a reading that are undisturbed, up to the end of the list; none when there is no such end.</summary>
    private List<Span> Tail(int pass)
    {
        if (!_readings.TryGetValue(pass - 1, out Reading before))
        {
            return [];
        }

        Span mine = new(Moved(pass - 1) ?? before.First, before.Last);
        if (before.IsWhole)
        {
            return [mine];
        }
        // A reading that went in circles ended without meeting what is known.
        List<Span> rest = Tail(pass - 1);
        return IsMet(before.Last, rest) ? [mine, .. rest] : [];
    }

    /// <summary>How many pages of a reading come before the last one that shows a movement; 0 when there is no such reading.</summary>
    private long Disturbed(int pass) => _readings.TryGetValue(pass, out Reading reading) ? (Moved(pass) ?? reading.First) - reading.First : 0;

    private bool IsMet(long page, IReadOnlyList<Span> tail) => tail.Count > 0 && CountUnknown(page, tail) == 0;

    /// <summary>The last page of a reading that shows that the list has moved.</summary>
    /// <param name="pass">The reading.</param>
    /// <param name="growth">By how much the total may grow from one page to the next without being a movement.</param>
    private long? Moved(int pass, long growth = 0) => (long?)_db.Sql(
        """
        SELECT max(p.number) FROM pages p WHERE p.run_id = $run AND p.pass = $pass AND (
            p.site_total - (
                SELECT b.site_total FROM pages b
                WHERE b.run_id = p.run_id AND b.pass = p.pass AND b.number < p.number AND b.site_total IS NOT NULL
                ORDER BY b.number DESC LIMIT 1) NOT BETWEEN 0 AND $growth
            OR p.site_total IS NULL AND EXISTS (
                SELECT 1 FROM listings l JOIN listings e ON e.run_id = l.run_id AND e.key = l.key JOIN pages q ON q.id = e.page_id
                WHERE l.page_id = p.id AND q.pass = p.pass AND q.number < p.number
                    AND (l.fingerprint IS e.fingerprint OR $sync = 0 AND (
                        SELECT count(DISTINCT x.fingerprint) FROM listings x JOIN pages y ON y.id = x.page_id
                        WHERE x.run_id = l.run_id AND x.key = l.key AND y.pass = p.pass - 1) < 2)
                    AND NOT ($sync AND l.fingerprint IS NULL AND EXISTS (
                        SELECT 1 FROM listings m JOIN pages n ON n.id = m.page_id
                        WHERE m.run_id = l.run_id AND m.key = l.key AND m.fingerprint IS NOT NULL AND n.pass = p.pass
                            AND n.number BETWEEN q.number AND p.number))))
        """).Scalar(_runId, pass, growth, _isSync ? 1 : 0);

    /// <summary>Entries of a page that the spans do not hold. An empty page is known nowhere.</summary>
    private long CountUnknown(long number, IReadOnlyList<Span> spans) => (long)_db.Sql(
        """
        SELECT iif(p.entries = 0, 1, (
            SELECT count(*) FROM listings l WHERE l.page_id = p.id AND NOT EXISTS (
                SELECT 1 FROM listings e JOIN pages q ON q.id = e.page_id JOIN json_each($spans) s
                    ON q.number BETWEEN s.value ->> 0 AND s.value ->> 1
                WHERE e.run_id = l.run_id AND e.key = l.key)))
        FROM pages p WHERE p.run_id = $run AND p.number = $number
        """).Scalar(Text(spans), _runId, number)!;

    /// <summary>Keys on all pages: an index has them in order, so that a million of them need not be sorted.</summary>
    private long CountSeen() => (long)_db.Sql("SELECT count(DISTINCT key) FROM listings WHERE run_id = $run").Scalar(_runId)!;

    private long CountPresent(IReadOnlyList<Span> spans)
    {
        // Pages that no reading showed, such as those that a sync carries over, come first.
        if (spans is [{ First: 1 } all] && all.Last == _readings.Values.Max(reading => reading.Last))
        {
            return CountSeen();
        }

        return (long)_db.Sql(
            """
            SELECT count(DISTINCT l.key) FROM pages p JOIN listings l ON l.page_id = p.id JOIN json_each($spans) s
                ON p.number BETWEEN s.value ->> 0 AND s.value ->> 1
            WHERE p.run_id = $run
            """).Scalar(Text(spans), _runId)!;
    }

    private List<string> Keys(string sql, params ReadOnlySpan<object?> values)
    {
        List<string> keys = new();
        using SqliteDataReader reader = _db.Sql(sql).Query(values);
        while (reader.Read())
        {
            keys.Add(reader.GetString(0));
        }

        return keys;
    }

    private static string Text(IEnumerable<Span> spans) =>
        $"[{string.Join(',', spans.Select(span => string.Create(CultureInfo.InvariantCulture, $"[{span.First},{span.Last}]")))}]";

    /// <summary>Pages by number, both ends included.</summary>
    private readonly record struct Span(long First, long Last);

    /// <summary>The pages of a pass, and whether the last of them was the end of the list.</summary>
    private readonly record struct Reading(long First, long Last, bool IsWhole)
    {
        public Span Whole => new(First, Last);
    }
}
