using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Holdfast.Ledger.Sqlite;

/// <summary>Commits the outcomes of a batch inside a transaction. Hashes are made before, so that the lock is held for less.</summary>
internal sealed class BatchCommitter
{
    private readonly LedgerConnection _db;
    private readonly Leg _run;
    private readonly IReadOnlyList<ItemOutcome> _outcomes;
    private readonly byte[]?[] _hashes;
    private readonly GenerationStamp _generation;
    private readonly bool _isRetryRound;
    private readonly List<ChangedRecord>? _changed;

    public BatchCommitter(LedgerConnection db, Leg run, IReadOnlyList<ItemOutcome> outcomes, GenerationStamp generation, bool isRetryRound)
    {
        (_db, _run, _outcomes, _generation, _isRetryRound) = (db, run, outcomes, generation, isRetryRound);
        _changed = run.Sinks is null ? null : [];
        _hashes = new byte[]?[outcomes.Count];
        for (int i = 0; i < outcomes.Count; i++)
        {
            _hashes[i] = outcomes[i].Json is { } json ? HashOf(outcomes[i].Key, json) : null;
        }
    }

    /// <summary>Commits them.</summary>
    /// <returns>How many items have an outcome by it.</returns>
    public int Commit()
    {
        long now = _db.Now;
        int settled = 0;
        for (int i = 0; i < _outcomes.Count; i++)
        {
            ItemOutcome outcome = _outcomes[i];
            if (FindOpen(outcome) is not (var item, var stood))
            {
                continue;
            }

            bool keeps = stood == ItemState.Partial && outcome.Kind == ItemOutcomeKind.Failed;
            if (stood != ItemState.Pending && !keeps)
            {
                Reopen(item);
            }

            ItemState state = outcome.Kind switch
            {
                _ when keeps => ItemState.Partial,
                ItemOutcomeKind.Failed => ItemState.Failed,
                ItemOutcomeKind.Quarantined => ItemState.Quarantined,
                ItemOutcomeKind.Removed => Removal.Of(_db, _run, item, outcome.Key, _changed),
                _ => Store(item, outcome, _hashes[i]!, now),
            };
            if (state == ItemState.Quarantined)
            {
                Suspects.Quarantine(_db, _run, outcome.Key);
            }
            else
            {
                Suspects.Clear(_db, _run.Action, outcome.Key);
            }

            if (outcome.Reason is { } reason && !keeps)
            {
                _db.Sql("INSERT INTO reasons(item_id, run_id, kind, text) VALUES ($item, $run, $kind, $text)")
                    .Execute(item, _run.RunId, KindOf(state), reason);
            }

            _db.Sql(
                """
                UPDATE items SET state = $state, attempts = attempts + 1, epoch = $epoch, session = $session, generation = $generation,
                    changed_at = $now WHERE id = $item
                """).Execute(ItemStateText.Of(state), _run.Epoch, _generation.Session, _generation.Number, now, item);
            settled++;
        }

        _run.Sinks?.Write(_changed!);
        return settled;
    }

    private static byte[] HashOf(string key, string json)
    {
        try
        {
            return CanonicalJson.Hash(json);
        }
        catch (JsonException error)
        {
            throw new ArgumentException($"The record of '{EvidenceText.Clean(key)}' is not JSON: {EvidenceText.Clean(error.Message)}", nameof(json), error);
        }
    }

    private static string KindOf(ItemState state) => state switch
    {
        ItemState.Failed => "failure",
        ItemState.Quarantined => "quarantine",
        _ => "missing",
    };

    /// <summary>The item, if it may get an outcome still. Not one that was fetched as it was before: the list has shown since that it changed, and it is
    /// fetched again.</summary>
    private (long Item, ItemState Stood)? FindOpen(ItemOutcome outcome)
    {
        using SqliteDataReader item = _db.Sql("SELECT id, state, fingerprint FROM items WHERE run_id = $run AND key = $key").Query(_run.RunId, outcome.Key);
        if (!item.Read())
        {
            throw new ArgumentException($"The item '{outcome.Key}' was never planned in run {_run.RunId}.", nameof(outcome));
        }

        ItemState stood = ItemStateText.Parse(item.GetString(1));
        if (outcome.AsPlanned is { } fetched && item.Text(2) is { } shown && fetched != shown)
        {
            return null;
        }

        return stood == ItemState.Pending || (_isRetryRound && stood is ItemState.Failed or ItemState.Partial) ? (item.GetInt64(0), stood) : null;
    }

    /// <summary>What was said of the item is said anew.</summary>
    private void Reopen(long item)
    {
        _db.Sql("DELETE FROM reasons WHERE item_id = $item").Execute(item);
        _db.Sql("UPDATE comparisons SET settled = 0 WHERE item_id = $item").Execute(item);
    }

    private ItemState Store(long item, ItemOutcome outcome, byte[] hash, long now)
    {
        RecordContent fetched = new(hash, outcome.Kind == ItemOutcomeKind.Whole);
        // What was gone and is back is new, whatever it looked like before.
        bool isBack = Removal.End(_db, _run, outcome.Key);
        StoredState? stored = StoredState.Find(_db, _run.Action, outcome.Key);
        (bool compared, RecordContent? before) = Comparison.Find(_db, item);
        if (!compared)
        {
            before = isBack ? null : stored?.Content;
        }

        RecordContent after = isBack && stored is not null ? Replace(stored, fetched, outcome, now, isFirst: true) : Keep(stored, fetched, outcome, now);
        Comparison.Complete(_db, item, _run.RunId, before, after);
        return fetched.Whole ? Comparison.Judge(before, after) : ItemState.Partial;
    }

    /// <summary>Brings the stored record up to date and returns what is stored then.</summary>
    private RecordContent Keep(StoredState? stored, RecordContent fetched, ItemOutcome outcome, long now)
    {
        if (stored is null)
        {
            _db.Sql(
                """
                INSERT INTO records(action, key, json, hash, whole, missing, fingerprint, first_run, written_run, checked_run, written_at)
                VALUES ($action, $key, $json, $hash, $whole, $missing, $fingerprint, $run, $run, $run, $now)
                """).Execute(
                    _run.Action,
                    outcome.Key,
                    outcome.Json,
                    fetched.Hash,
                    fetched.Whole ? 1 : 0,
                    outcome.Reason,
                    outcome.Fingerprint,
                    _run.RunId,
                    now);
            Note(outcome, fetched, RecordChange.New);
            return fetched;
        }

        if (stored.Whole && !fetched.Whole)
        {
            _db.Sql("UPDATE records SET checked_run = $run WHERE id = $id").Execute(_run.RunId, stored.Id);
            return stored.Content;
        }

        if (stored.Content.Equals(fetched))
        {
            _db.Sql("UPDATE records SET missing = $missing, fingerprint = $fingerprint, checked_run = $run WHERE id = $id")
                .Execute(outcome.Reason, outcome.Fingerprint, _run.RunId, stored.Id);
            return fetched;
        }

        return Replace(stored, fetched, outcome, now, isFirst: false);
    }

    private RecordContent Replace(StoredState stored, RecordContent fetched, ItemOutcome outcome, long now, bool isFirst)
    {
        _db.Sql(
            """
            UPDATE records SET json = $json, hash = $hash, whole = $whole, missing = $missing, fingerprint = $fingerprint,
                first_run = iif($first, $run, first_run), written_run = $run, checked_run = $run, written_at = $now WHERE id = $id
            """).Execute(
                outcome.Json, fetched.Hash, fetched.Whole ? 1 : 0, outcome.Reason, outcome.Fingerprint, isFirst, _run.RunId, now, stored.Id);
        Note(outcome, fetched, isFirst ? RecordChange.New : RecordChange.Updated);
        return fetched;
    }

    private void Note(ItemOutcome outcome, RecordContent content, RecordChange change) =>
        _changed?.Add(new ChangedRecord(outcome.Key, outcome.Json!, content, change, outcome.Reason));
}
