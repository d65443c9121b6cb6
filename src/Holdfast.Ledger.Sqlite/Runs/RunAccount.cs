using Microsoft.Data.Sqlite;

namespace Holdfast.Ledger.Sqlite;

/// <summary>One leg's right to write to its run. Ends silently when a later leg begins: every write asks inside its own transaction.</summary>
/// <remarks>
/// Not thread safe; shares its ledger's connection. Every writing method throws <see cref="EpochFencedException"/> when a later leg has
/// taken over, <see cref="InvalidOperationException"/> when the run is finished, and <see cref="LedgerException"/> when the file fails;
/// nothing of that change is kept then. What a <c>beforeCommit</c> throws undoes the change too and is passed on.
/// </remarks>
internal sealed partial class RunAccount
{
    private readonly LedgerConnection _db;
    private readonly Leg _leg;

    // Of the pass that is read now.
    private (int Pass, ListReconciler List)? _reread;

    private RunAccount(LedgerConnection db, string action, long runId, long epoch, bool resumed)
    {
        _db = db;
        _leg = new Leg(action, runId, epoch);
        Resumed = resumed;
        ListingPosition = ListingReader.Position(db, runId);
    }

    /// <summary>The run.</summary>
    public long RunId => _leg.RunId;

    /// <summary>The action's name.</summary>
    public string Action => _leg.Action;

    /// <summary>This leg's ordinal in the run, from 1: the fencing token.</summary>
    public long Epoch => _leg.Epoch;

    /// <summary>This leg's writer.</summary>
    internal LegWriter Writer => new(Worker: 0, Epoch);

    /// <summary>True when an earlier leg had begun this run.</summary>
    public bool Resumed { get; }

    /// <summary>Where the listing goes on, after everything that this account has committed.</summary>
    public ListingPosition ListingPosition { get; private set; }

    /// <summary>Plans the items of one list page.</summary>
    /// <param name="page">The page.</param>
    /// <param name="beforeCommit">Called when all is written, right before COMMIT; may throw to undo it. Told whether the page has an entry, key and
    /// version, that no page of the same reading has had. Null for none.</param>
    /// <returns>What must be fetched.</returns>
    /// <remarks>
    /// <para>An item is skipped, as unchanged, when a whole record with the same fingerprint is stored; without a fingerprint, never.</para>
    /// <para>A key that the run knows already gets no second item. If its fingerprint is another one now, a finished item is pending
    /// again and a pending one gets the new payload; a quarantined item stays so, since it cost sessions.</para>
    /// </remarks>
    public PagePlan PlanPage(PageListing page, Action<bool>? beforeCommit)
    {
        ArgumentNullException.ThrowIfNull(page);
        bool showsMore = false;
        PagePlan plan = Write(
            "plan a page",
            () =>
            {
                showsMore = beforeCommit is not null && ShowsMore(page);
                return new PagePlanner(_db, _leg).Plan(page);
            },
            beforeCommit is null ? null : () => beforeCommit(showsMore),
            lend: _leg.Sinks is { Borrow: true });
        _leg.Sinks?.Landed();
        ListingPosition = page.After;
        return plan;
    }

    /// <summary>Items in a state, in planning order. Costs the same however much is done.</summary>
    /// <param name="state">The state; <see cref="ItemState.Pending"/> for those that wait to be fetched.</param>
    /// <param name="afterItemId">Only items after this one; 0 for the first.</param>
    /// <param name="limit">How many at most.</param>
    /// <returns>The items. Ask for pending ones again from 0 until there are none: an item listed again may wait behind.</returns>
    internal IReadOnlyList<PlannedItem> ReadItems(ItemState state, long afterItemId, int limit) => _db.Read("read items", () =>
    {
        List<PlannedItem> items = new();
        using SqliteDataReader reader = _db.Sql(
            """
            SELECT i.id, i.key, i.fingerprint, i.payload, i.attempts, coalesce(s.deaths, 0), coalesce(s.solo_deaths, 0)
            FROM items i LEFT JOIN suspects s ON s.action = $action AND s.key = i.key
            WHERE i.run_id = $run AND i.state = $state AND i.id > $after ORDER BY i.id LIMIT $limit
            """).Query(Action, RunId, ItemStateText.Of(state), afterItemId, limit);
        while (reader.Read())
        {
            items.Add(new PlannedItem(
                reader.GetInt64(0), reader.GetString(1), reader.Text(2), reader.GetString(3), reader.GetInt32(4), reader.GetInt32(5), reader.GetInt32(6)));
        }

        return items;
    });

    /// <summary>Commits what a batch brought: records and item states, in one transaction.</summary>
    /// <param name="outcomes">One outcome for each item. An item that is not pending any more is ignored: nothing counts twice.</param>
    /// <param name="generation">The session that they were fetched through.</param>
    /// <param name="beforeCommit">Called when all is written, right before COMMIT; may throw to undo it. Null for none.</param>
    /// <param name="isRetryRound">True when items that are failed or partial get their outcome as well; one that is partial stays so when nothing came this
    /// time.</param>
    /// <remarks>
    /// <para>New, updated or unchanged is decided against the record as it was before this run first touched it, by the meaning of the
    /// JSON: white space and the order of properties do not count.</para>
    /// <para>A partial record replaces an older partial one, but never a whole one: then the whole one stays and the item is partial.
    /// A whole record over a partial one is an update, even when the JSON is the same.</para>
    /// </remarks>
    /// <exception cref="ArgumentException">A record is not JSON, or an item was never planned in this run.</exception>
    public void CommitBatch(IReadOnlyList<ItemOutcome> outcomes, GenerationStamp generation, Action? beforeCommit, bool isRetryRound = false)
    {
        ArgumentNullException.ThrowIfNull(outcomes);
        BatchCommitter committer = new(_db, _leg, outcomes, generation, isRetryRound);
        Write("commit a batch", committer.Commit, beforeCommit, lend: _leg.Sinks is { Borrow: true });
        _leg.Sinks?.Landed();
    }

    /// <summary>Notes that a session died while items were in flight. They become suspects until they have an outcome.</summary>
    /// <param name="keys">The items.</param>
    /// <param name="alone">True when the one item was all that was in flight.</param>
    public void RecordDeath(IReadOnlyList<string> keys, bool alone)
    {
        ArgumentNullException.ThrowIfNull(keys);
        Write("note a death", () =>
        {
            foreach (string key in keys)
            {
                Suspects.AddSuspect(_db, _leg, key, alone);
            }

            return keys.Count;
        }, null);
    }

    /// <summary>As <see cref="ListingReader.SiteTotal"/>.</summary>
    internal long? ReadSiteTotal() => _db.Read("read the site's total", () => ListingReader.SiteTotal(_db, RunId));

    /// <summary>As <see cref="ListReconciler.MayEnd"/>, for the newest page.</summary>
    internal bool? MayEndPass() => _db.Read("compare list pages", () =>
    {
        if (_reread?.Pass != ListingPosition.Pass)
        {
            _reread = (ListingPosition.Pass, new ListReconciler(_db, RunId));
        }

        return _reread.Value.List.MayEnd();
    });

    /// <summary>Declares a pass over the list finished.</summary>
    /// <param name="pass">The pass.</param>
    /// <param name="siteTotal">How many items the site says the list has; null when it does not say.</param>
    /// <param name="holdsWatermark">True when the list hid something: the next sync reads since when this one did.</param>
    public void FinishListing(int pass, long? siteTotal, bool holdsWatermark = false)
    {
        Write("finish the listing", () =>
        {
            if (holdsWatermark)
            {
                ForgetWatermark();
            }

            return _db.Sql(
                """
                INSERT INTO passes(run_id, pass, epoch, finished_at, site_total) VALUES ($run, $pass, $epoch, $now, $total)
                ON CONFLICT (run_id, pass) DO UPDATE SET site_total = excluded.site_total
                """).Execute(RunId, pass, Epoch, _db.Now, siteTotal);
        }, null);
        ListingPosition = new(ListingState.Finished, pass, null);
    }

    /// <summary>Writes down an incident, or what has become known of it since. One without an outcome changes none that has one: it is only late.</summary>
    /// <param name="incident">The incident. One row for each generation of this leg.</param>
    public void RecordIncident(IncidentRow incident)
    {
        ArgumentNullException.ThrowIfNull(incident);
        Write("record an incident", () => _db.Sql(
            """
            INSERT INTO incidents(run_id, epoch, session, generation, cause, detected_at, in_flight, symptoms, admitted_at_latch, outcome, detail)
            VALUES ($run, $epoch, $session, $generation, $cause, $at, $flight, $symptoms, $admitted, $outcome, $detail)
            ON CONFLICT (run_id, epoch, session, generation) DO UPDATE SET cause = excluded.cause, detected_at = excluded.detected_at,
                in_flight = excluded.in_flight, symptoms = excluded.symptoms, admitted_at_latch = excluded.admitted_at_latch,
                outcome = excluded.outcome, detail = excluded.detail
                WHERE excluded.outcome IS NOT NULL OR incidents.outcome IS NULL
            """).Execute(
                RunId,
                Epoch,
                incident.Generation.Session,
                incident.Generation.Number,
                incident.Cause,
                incident.DetectedAt.ToUnixTimeMilliseconds(),
                incident.InFlight,
                incident.Symptoms,
                incident.AdmittedAtLatch,
                incident.Outcome,
                incident.DetailJson), null, evenIfFinished: true);
    }

    /// <summary>Writes down a time in which the program did not run.</summary>
    /// <param name="generation">The session that lived then.</param>
    /// <param name="suspension">When and how long.</param>
    public void RecordSuspension(GenerationStamp generation, Suspension suspension)
    {
        ArgumentNullException.ThrowIfNull(suspension);
        Write("record a suspension", () => _db.Sql(
            """
            INSERT INTO suspensions(run_id, epoch, session, generation, ended_at, duration_ms, asleep)
            VALUES ($run, $epoch, $session, $generation, $ended, $duration, $asleep)
            """).Execute(
                RunId,
                Epoch,
                generation.Session,
                generation.Number,
                suspension.EndedAt.ToUnixTimeMilliseconds(),
                (long)suspension.Duration.TotalMilliseconds,
                suspension.Asleep ? 1 : 0), null, evenIfFinished: true);
    }

    /// <summary>Ends the leg, and the run with it or not at all. The first outcome stays.</summary>
    /// <param name="outcome">How it ended.</param>
    /// <param name="finishesRun">True to end the run as well: the next leg of the action begins another.</param>
    /// <exception cref="InvalidOperationException">The run was to end, but something is still to be done, or it is finished.</exception>
    /// <remarks>A finished run whose leg has no outcome would be the run of a job that died.</remarks>
    public void EndLeg(LegOutcome outcome, bool finishesRun = false) => Write(finishesRun ? "finish the run" : "end the leg", () =>
    {
        if (finishesRun)
        {
            FinishRun();
        }

        return _db.Sql("UPDATE legs SET ended_at = $now, outcome = $outcome WHERE run_id = $run AND epoch = $epoch AND ended_at IS NULL")
            .Execute(_db.Now, outcome.ToString(), RunId, Epoch);
    }, null, evenIfFinished: !finishesRun);

    /// <summary>This account, for a writer of its leg.</summary>
    /// <exception cref="EpochFencedException">It is another leg's writer.</exception>
    internal RunAccount As(LegWriter by) => by.Epoch == Epoch ? this : throw new EpochFencedException(RunId, by.Epoch, Epoch);

    internal static RunAccount Begin(LedgerConnection db, string action, LegOwner owner, string? site) =>
        db.Write("begin a leg", () => LegStart.Begin(db, action, owner, site, (run, epoch) => new RunAccount(db, action, run, epoch, epoch > 1)));

    private void FinishRun()
    {
        if (_db.Sql("SELECT 1 FROM items WHERE run_id = $run AND state = 'pending' LIMIT 1").Scalar(RunId) is not null)
        {
            throw new InvalidOperationException($"Run {RunId} has pending items: it is not finished.");
        }

        if (EffectCounter.Count(_db, RunId) is { Pending: > 0 })
        {
            throw new InvalidOperationException($"Run {RunId} has effects that are not settled: it is not finished.");
        }

        _db.Sql("UPDATE runs SET finished_at = $now WHERE id = $run").Execute(_db.Now, RunId);
    }

    private T Write<T>(string purpose, Func<T> work, Action? beforeCommit, bool evenIfFinished = false, bool lend = false) => _db.Write(
        purpose,
        () =>
        {
            RequireEpoch(evenIfFinished);
            return work();
        },
        beforeCommit,
        lend);

    private void RequireEpoch(bool evenIfFinished)
    {
        using SqliteDataReader reader = _db.Sql("SELECT epoch, finished_at FROM runs WHERE id = $run").Query(RunId);
        long current = reader.Read() ? reader.GetInt64(0) : 0;
        if (current != Epoch)
        {
            throw new EpochFencedException(RunId, Epoch, current);
        }

        if (!evenIfFinished && !reader.IsDBNull(1))
        {
            throw new InvalidOperationException($"Run {RunId} is finished.");
        }
    }
}
