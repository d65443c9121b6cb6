using Microsoft.Data.Sqlite;

namespace Holdfast.Ledger.Sqlite;

/// <content>Reading: every number is counted from rows when it is asked for.</content>
public sealed partial class RunLedger
{
    /// <summary>The account of a run at this moment.</summary>
    /// <param name="runId">The run.</param>
    /// <returns>The summary. Takes time in proportion to the run's items: some 0.1 s for a million.</returns>
    /// <exception cref="ArgumentException">There is no such run.</exception>
    public RunSummary ReadSummary(long runId) => _db.Read("read a summary", () => SummaryReader.Read(_db, runId));

    /// <summary>All runs, the newest first.</summary>
    /// <param name="action">Only this action's; null for all.</param>
    /// <param name="limit">How many at most.</param>
    /// <returns>The runs.</returns>
    public IReadOnlyList<RunInfo> ReadRuns(string? action = null, int limit = int.MaxValue) =>
        _db.Read("read the runs", () => SummaryReader.Runs(_db, action, null, limit));

    /// <summary>Incidents, the newest first.</summary>
    /// <param name="runId">Only this run's; null for all.</param>
    /// <param name="limit">How many at most.</param>
    /// <returns>The incidents.</returns>
    public IReadOnlyList<StoredIncident> ReadIncidents(long? runId = null, int limit = int.MaxValue) => _db.Read("read the incidents", () =>
    {
        List<StoredIncident> incidents = new();
        using SqliteDataReader reader = _db.Sql(
            """
            SELECT run_id, epoch, session, generation, cause, detected_at, in_flight, symptoms, admitted_at_latch, outcome, detail
            FROM incidents WHERE $run IS NULL OR run_id = $run
            ORDER BY run_id DESC, epoch DESC, detected_at DESC, session DESC, generation DESC LIMIT $limit
            """).Query(runId, limit);
        while (reader.Read())
        {
            incidents.Add(new StoredIncident(reader.GetInt64(0), reader.GetInt64(1), new IncidentRow(
                new GenerationStamp(reader.GetInt32(2), reader.GetInt32(3)),
                reader.GetString(4),
                reader.Time(5),
                reader.GetInt32(6),
                reader.GetInt32(7),
                reader.GetInt64(8),
                reader.Text(9),
                reader.GetString(10))));
        }

        return incidents;
    });

    /// <summary>The times in which the program itself did not run, the latest first.</summary>
    /// <param name="runId">Only this run's; null for all.</param>
    /// <param name="limit">How many at most.</param>
    /// <returns>The suspensions.</returns>
    public IReadOnlyList<StoredSuspension> ReadSuspensions(long? runId = null, int limit = int.MaxValue) =>
        _db.Read("read the suspensions", () => SuspensionReader.Read(_db, runId, limit));

    /// <summary>The pauses that the site asked for, the latest first.</summary>
    /// <param name="runId">Only this run's; null for all.</param>
    /// <param name="endingAfter">Only those that end later than this, by the wall clock; null for all.</param>
    /// <param name="limit">How many at most.</param>
    /// <returns>The pauses.</returns>
    public IReadOnlyList<StoredPause> ReadPauses(long? runId = null, DateTimeOffset? endingAfter = null, int limit = int.MaxValue) =>
        _db.Read("read the pauses", () => PauseReader.Read(_db, runId, endingAfter, limit));

    /// <summary>What a new leg goes on with: the newest pause of each endpoint.</summary>
    internal IReadOnlyList<PauseRow> ReadRememberedPauses() => _db.Read("read the pauses", () => PauseReader.Remembered(_db));

    /// <summary>The items of which something or everything is missing.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="limit">How many at most.</param>
    /// <returns>The items: quarantined, failed, partial, pending, each in planning order.</returns>
    public IReadOnlyList<MissingItem> ReadMissing(long runId, int limit = int.MaxValue) => _db.Read("read what is missing", () =>
    {
        List<MissingItem> items = new();
        foreach (ItemState state in (ItemState[])[ItemState.Quarantined, ItemState.Failed, ItemState.Partial, ItemState.Pending])
        {
            using SqliteDataReader reader = _db.Sql(
                """
                SELECT i.key, r.text, i.attempts FROM items i LEFT JOIN reasons r ON r.item_id = i.id
                WHERE i.run_id = $run AND i.state = $state ORDER BY i.id LIMIT $limit
                """).Query(runId, ItemStateText.Of(state), limit - items.Count);
            while (reader.Read())
            {
                items.Add(new MissingItem(reader.GetString(0), state, reader.Text(1), reader.GetInt32(2)));
            }
        }

        return items;
    });

    /// <summary>How what a run saw in its list compares with what the list held at the end, key by key.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="limit">How many keys of each kind at most.</param>
    /// <returns>The comparison. Takes time in proportion to the list.</returns>
    public ListReconciliation ReadReconciliation(long runId, int limit = int.MaxValue) =>
        _db.Read("reconcile a list", () => new ListReconciler(_db, runId).Reconcile(limit));

    /// <summary>An action's records, in the order of their keys, one after the other as they are asked for; not those of which the site says
    /// that they are gone.</summary>
    /// <param name="action">The action's name.</param>
    /// <param name="writtenByRun">Only records that this run changed last; null for all.</param>
    /// <param name="includePartial">False leaves out records with something missing.</param>
    /// <returns>The records as of the moment when the first one was read. Finish or dispose the enumeration: until then the
    /// write-ahead log cannot shrink.</returns>
    public IEnumerable<StoredRecord> ReadRecords(string action, long? writtenByRun = null, bool includePartial = true) =>
        RecordReader.Read(_db, action, writtenByRun, includePartial);

    /// <summary>Compares the rows of a run with each other and the records with their hashes. Reads the whole file.</summary>
    /// <param name="runId">The run.</param>
    /// <returns>Every contradiction found; empty when the account holds.</returns>
    /// <exception cref="ArgumentException">There is no such run.</exception>
    public IReadOnlyList<LedgerMismatch> Check(long runId) => _db.Read("check a run", () => new LedgerCheck(_db, runId).Run());
}
