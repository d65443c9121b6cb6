using Microsoft.Data.Sqlite;

namespace Holdfast.Ledger.Sqlite;

/// <summary>Plans one list page inside a transaction.</summary>
internal sealed class PagePlanner(LedgerConnection db, Leg run)
{
    private readonly Dictionary<string, PlannedItem> _pending = new(StringComparer.Ordinal);
    private readonly List<ChangedRecord>? _changed = run.Sinks is null ? null : [];
    private readonly long _now = db.Now;
    private GenerationStamp _generation;
    private int _skipped;
    private int _known;
    private bool _showsNews;

    public PagePlan Plan(PageListing page)
    {
        _generation = page.Generation;
        bool repeated = db.Sql("SELECT 1 FROM pages WHERE run_id = $run AND pass = $pass AND cursor IS $cursor LIMIT 1")
            .Scalar(run.RunId, page.Pass, page.Cursor) is not null;
        long pageId = (long)db.Sql(
            """
            INSERT INTO pages(run_id, number, pass, cursor, next_cursor, site_total, entries, epoch, session, generation, planned_at)
            VALUES ($run, 1 + (SELECT coalesce(max(number), 0) FROM pages WHERE run_id = $run),
                $pass, $cursor, $next, $total, $entries, $epoch, $session, $generation, $now)
            RETURNING id
            """).Scalar(
                run.RunId,
                page.Pass,
                page.Cursor,
                page.NextCursor,
                page.SiteTotal,
                page.Items.Count,
                run.Epoch,
                page.Generation.Session,
                page.Generation.Number,
                _now)!;
        for (int position = 0; position < page.Items.Count; position++)
        {
            ListedItem item = page.Items[position];
            db.Sql("INSERT INTO listings(page_id, position, run_id, key, fingerprint) VALUES ($page, $position, $run, $key, $fingerprint)")
                .Execute(pageId, position, run.RunId, item.Key, item.Fingerprint);
            PlanItem(item);
        }

        PlanRemovals(page, pageId);
        if (page.Watermark is { } watermark)
        {
            db.Sql("UPDATE syncs SET watermark = $watermark WHERE run_id = $run AND watermark IS NULL").Execute(watermark, run.RunId);
        }

        run.Sinks?.Write(_changed!);
        bool isKnown = !_showsNews && page.Items.Count > 0;
        return new PagePlan([.. _pending.Values.OrderBy(i => i.Id)], _skipped, _known, repeated, isKnown);
    }

    private void PlanItem(ListedItem item)
    {
        long id;
        string? fingerprint;
        ItemState state;
        int attempts;
        using (SqliteDataReader known = db
            .Sql("SELECT id, fingerprint, state, attempts FROM items WHERE run_id = $run AND key = $key").Query(run.RunId, item.Key))
        {
            if (!known.Read())
            {
                known.Close();
                AddItem(item);
                return;
            }

            (id, fingerprint, state, attempts) = (known.GetInt64(0), known.Text(1), ItemStateText.Parse(known.GetString(2)), known.GetInt32(3));
        }

        _known++;
        if (state != ItemState.Removed && (item.Fingerprint is null || item.Fingerprint == fingerprint))
        {
            _showsNews = _showsNews || item.Fingerprint is null
                || !((state == ItemState.Unchanged && attempts == 0) || SyncStart.IsCarried(db, run.RunId, item.Key));
            return;
        }

        _showsNews = true;
        db.Sql("UPDATE items SET fingerprint = $fingerprint, payload = $payload WHERE id = $id").Execute(item.Fingerprint, item.PayloadJson, id);
        if (state == ItemState.Removed)
        {
            Removal.Undo(db, run, id, item.Key, _changed);
        }
        // From unknown to known says nothing about the record.
        bool changed = state == ItemState.Removed || (fingerprint is not null && state is not (ItemState.Pending or ItemState.Quarantined));
        if (changed)
        {
            Restate(id, ItemState.Pending);
        }
        // What waits to be fetched may be in flight as it was before: the outcome of that does not count.
        bool isStale = state == ItemState.Pending && fingerprint is not null;
        if (changed || isStale || _pending.ContainsKey(item.Key))
        {
            (int deaths, int soloDeaths) = Suspects.Deaths(db, run.Action, item.Key);
            _pending[item.Key] = new PlannedItem(id, item.Key, item.Fingerprint, item.PayloadJson, attempts, deaths, soloDeaths);
        }
    }

    private void AddItem(ListedItem item)
    {
        string? quarantined = Suspects.Quarantined(db, run.Action, item.Key);
        StoredState? record = StoredState.Find(db, run.Action, item.Key);
        bool skip = quarantined is null && record is { Whole: true } && item.Fingerprint is not null && record.Fingerprint == item.Fingerprint
            && !Removal.IsCurrent(db, run.Action, item.Key);
        long id = Insert(item, quarantined is not null ? ItemState.Quarantined : skip ? ItemState.Unchanged : ItemState.Pending);
        if (quarantined is not null)
        {
            _showsNews = true;
            Suspects.Quarantine(db, run, item.Key);
            db.Sql("INSERT INTO reasons(item_id, run_id, kind, text) VALUES ($item, $run, 'quarantine', $text)").Execute(id, run.RunId, quarantined);
            return;
        }

        if (!skip)
        {
            _showsNews = true;
            _pending.Add(item.Key, new PlannedItem(id, item.Key, item.Fingerprint, item.PayloadJson, 0));
            return;
        }

        _skipped++;
        db.Sql("UPDATE records SET checked_run = $run WHERE id = $id").Execute(run.RunId, record!.Id);
        Comparison.Complete(db, id, run.RunId, record.Content, record.Content);
    }

    private void PlanRemovals(PageListing page, long pageId)
    {
        int position = page.Items.Count;
        foreach (string key in page.Removed)
        {
            if (!(page.IsNewestFirst && IsListedBefore(page.Pass, pageId, key)) && Remove(key))
            {
                _showsNews = true;
                db.Sql("INSERT INTO listings(page_id, position, run_id, key) VALUES ($page, $position, $run, $key)")
                    .Execute(pageId, position++, run.RunId, key);
            }
        }

        if (position > page.Items.Count)
        {
            db.Sql("UPDATE pages SET entries = $entries WHERE id = $page").Execute(position, pageId);
        }
    }

    /// <summary>True when an earlier page of the same reading shows the key.</summary>
    private bool IsListedBefore(int pass, long pageId, string key) => db.Sql(
        "SELECT 1 FROM listings l JOIN pages p ON p.id = l.page_id WHERE l.run_id = $run AND l.key = $key AND p.pass = $pass AND p.id < $page")
        .Scalar(run.RunId, key, pass, pageId) is not null;

    /// <returns>False when nothing is known of the key that could go.</returns>
    private bool Remove(string key)
    {
        long? item;
        using (SqliteDataReader planned = db.Sql("SELECT id, state FROM items WHERE run_id = $run AND key = $key").Query(run.RunId, key))
        {
            item = planned.Read() ? planned.GetInt64(0) : null;
            if (item is not null && ItemStateText.Parse(planned.GetString(1)) == ItemState.Removed)
            {
                return false;
            }
        }

        if (item is { } known)
        {
            Restate(known, ItemState.Removed);
            Suspects.Clear(db, run.Action, key);
            _pending.Remove(key);
        }
        else if (Removal.IsCurrent(db, run.Action, key))
        {
            return false;
        }
        else if (StoredState.Find(db, run.Action, key) is null)
        {
            // It came and went where we were not looking.
            return false;
        }

        Removal.Of(db, run, item ?? Insert(new ListedItem(key, null, "{}"), ItemState.Removed), key, _changed);
        return true;
    }

    private long Insert(ListedItem item, ItemState state) => (long)db.Sql(
        """
        INSERT INTO items(run_id, key, fingerprint, payload, state, attempts, epoch, session, generation, changed_at)
        VALUES ($run, $key, $fingerprint, $payload, $state, 0, $epoch, $session, $generation, $now) RETURNING id
        """).Scalar(
            run.RunId,
            item.Key,
            item.Fingerprint,
            item.PayloadJson,
            ItemStateText.Of(state),
            run.Epoch,
            _generation.Session,
            _generation.Number,
            _now)!;

    /// <summary>What was said of the item holds no more.</summary>
    private void Restate(long id, ItemState state)
    {
        db.Sql("UPDATE items SET state = $state, epoch = $epoch, session = $session, generation = $generation, changed_at = $now WHERE id = $id")
            .Execute(ItemStateText.Of(state), run.Epoch, _generation.Session, _generation.Number, _now, id);
        db.Sql("UPDATE comparisons SET settled = 0 WHERE item_id = $id").Execute(id);
        db.Sql("DELETE FROM reasons WHERE item_id = $id").Execute(id);
    }
}
