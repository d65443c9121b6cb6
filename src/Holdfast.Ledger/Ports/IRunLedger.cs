namespace Holdfast.Ledger;

/// <summary>One leg's ledger: its right to write to its run, and what it reads to go on.</summary>
/// <remarks>
/// <para>Thread safe. Calls are carried out in the order in which they were made, each as a whole or not at all; one is in the queue when its method returns.
/// A call that waits there is never taken back.</para>
/// <para>Every write names its writer and throws <see cref="EpochFencedException"/> when a later leg has taken over, <see cref="InvalidOperationException"/>
/// when the run is finished (but incidents, suspensions, pauses, deliveries and the leg's end may be late), and <see cref="LedgerException"/> when the
/// ledger fails. What a <c>beforeCommit</c> throws undoes the change and is passed on; it runs inside the transaction, so it must be short.</para>
/// </remarks>
internal interface IRunLedger : ILoginLedger, IAsyncDisposable
{
    /// <summary>The run.</summary>
    long RunId { get; }

    /// <summary>The action's name.</summary>
    string Action { get; }

    /// <summary>This leg's writer.</summary>
    LegWriter Writer { get; }

    /// <summary>True when an earlier leg had begun this run.</summary>
    bool IsResumed { get; }

    /// <summary>As <see cref="IRunLedgerStore.RequireRoom"/>. Costs one system call; may be called from anywhere.</summary>
    void RequireRoom(long bytes);

    /// <summary>Begins a sync, or goes on with it: what the last completed run could not fetch is pending.</summary>
    Task<SyncSpan> BeginSyncAsync(LegWriter by);

    /// <summary>Whether entries that the ledger holds tell that what follows them in the list is held, too.</summary>
    Task<bool> KnowsWhatFollowsAsync(SyncSpan span);

    /// <summary>Where the listing goes on, after everything that was committed.</summary>
    Task<ListingPosition> ReadListingPositionAsync();

    /// <summary>Plans the items of one list page.</summary>
    /// <param name="by">The writer.</param>
    /// <param name="page">The page.</param>
    /// <param name="beforeCommit">Called right before COMMIT; told whether the page has an entry, key and version,
    /// that no page of the same reading has had.</param>
    Task<PagePlan> PlanPageAsync(LegWriter by, PageListing page, Action<bool>? beforeCommit);

    /// <summary>Whether the newest reading may end at its newest page; null as long as the page shows anything else, false when only the end of the list
    /// will do.</summary>
    Task<bool?> MayEndPassAsync();

    /// <summary>How many items the site last said its list has; null when it never did.</summary>
    Task<long?> ReadSiteTotalAsync();

    /// <summary>How what the run saw in its list compares with what the list held at the end.</summary>
    /// <param name="limit">How many keys of each kind at most.</param>
    Task<ListReconciliation> ReadReconciliationAsync(int limit);

    /// <summary>Declares a pass over the list finished.</summary>
    /// <param name="by">The writer.</param>
    /// <param name="pass">The pass.</param>
    /// <param name="siteTotal">How many items the site says the list has; null when it does not say.</param>
    /// <param name="holdsWatermark">True when the list hid something: the next sync reads since when this one did.</param>
    Task FinishListingAsync(LegWriter by, int pass, long? siteTotal, bool holdsWatermark);

    /// <summary>Items in a state, in planning order.</summary>
    /// <param name="state">The state.</param>
    /// <param name="after">Only items after this one; 0 for the first.</param>
    /// <param name="limit">How many at most.</param>
    Task<IReadOnlyList<PlannedItem>> ReadItemsAsync(ItemState state, long after, int limit);

    /// <summary>Commits what a batch brought: records and item states, in one transaction.</summary>
    /// <param name="by">The writer.</param>
    /// <param name="outcomes">One outcome for each item. An item that is not pending any more is ignored.</param>
    /// <param name="generation">The session that they were fetched through.</param>
    /// <param name="isRetryRound">True when failed and partial items get their outcome as well.</param>
    /// <param name="beforeCommit">Called right before COMMIT.</param>
    Task CommitBatchAsync(
        LegWriter by, IReadOnlyList<ItemOutcome> outcomes, GenerationStamp generation, bool isRetryRound, Action? beforeCommit);

    /// <summary>Notes that a session died while items were in flight. They become suspects until they have an outcome.</summary>
    /// <param name="by">The writer.</param>
    /// <param name="keys">The items.</param>
    /// <param name="alone">True when the one item was all that was in flight.</param>
    Task RecordDeathAsync(LegWriter by, IReadOnlyList<string> keys, bool alone);

    /// <summary>Prepares the user's own storage, and gives it every change from now on.</summary>
    Task UseSinksAsync(LegWriter by, RecordTargets targets);

    /// <summary>What waits for a sink elsewhere, in the order in which it first did.</summary>
    /// <param name="sink">The sink's name.</param>
    /// <param name="after">Only rows after this one; 0 for the first.</param>
    /// <param name="limit">How many at most.</param>
    Task<IReadOnlyList<OwedRecord>> ReadOwedAsync(string sink, long after, int limit);

    /// <summary>A sink has taken these. One that has changed meanwhile is owed still.</summary>
    Task MarkDeliveredAsync(LegWriter by, IReadOnlyList<OwedRecord> delivered);

    /// <summary>Where the plan goes on.</summary>
    Task<EffectPosition> ReadEffectPositionAsync();

    /// <summary>Takes over what earlier runs left: open effects, and those that were given up, that this run's plan has not shown.</summary>
    Task CarryOverEffectsAsync(LegWriter by);

    /// <summary>Plans a page of effects. A key that the action has had before gets no second effect.</summary>
    /// <param name="by">The writer.</param>
    /// <param name="cursor">What the page was asked with.</param>
    /// <param name="page">The page.</param>
    /// <param name="generation">The session that it was read through.</param>
    /// <param name="beforeCommit">Called right before COMMIT; told whether the page has an effect that no page of this run's plan has had.</param>
    /// <returns>False, and nothing is planned, when the page leads back to one that this run has read.</returns>
    Task<bool> PlanEffectsAsync(LegWriter by, string? cursor, PlannedPage page, GenerationStamp generation, Action<bool>? beforeCommit);

    /// <summary>The next effect that is to be settled: first what was begun, then what is planned, in planning order; null when there is none.</summary>
    Task<StoredEffect?> ReadNextEffectAsync();

    /// <summary>An effect as it is now.</summary>
    /// <exception cref="ArgumentException">The action has none of this key.</exception>
    Task<StoredEffect> ReadEffectAsync(string key);

    /// <summary>Tries the next effect again that was given up.</summary>
    /// <param name="by">The writer.</param>
    /// <param name="after">Only effects with a higher number.</param>
    /// <returns>The effect, planned again; null when there is none.</returns>
    Task<StoredEffect?> ReopenEffectAsync(LegWriter by, long after);

    /// <summary>How many attempts that earlier legs began ended in the death of their session or of the job, and had not happened as far as is known; since
    /// the user's last word.</summary>
    Task<int> CountEarlierDeathsAsync(long effect);

    /// <summary>Writes that attempts begin. Before the calls.</summary>
    /// <returns>Those that have begun; the others are not planned any more.</returns>
    Task<IReadOnlyList<long>> BeginEffectsAsync(LegWriter by, IReadOnlyList<long> effects, GenerationStamp generation, Action? beforeCommit);

    /// <summary>Writes what came of attempts. One that is not open is passed over.</summary>
    Task SettleEffectsAsync(LegWriter by, IReadOnlyList<EffectResult> results, GenerationStamp generation, Action? beforeCommit);

    /// <summary>When the daily budget has room again; null when it has room now.</summary>
    Task<DateTimeOffset?> ReadBudgetFreeAtAsync(int perDay);

    /// <summary>When the action last began an attempt; null when it did not within the time before now.</summary>
    Task<DateTimeOffset?> ReadLastBegunAtAsync(TimeSpan within);

    /// <summary>What the run's action saved and said last.</summary>
    Task<Checkpoint> ReadCheckpointAsync();

    /// <summary>Replaces what the run's action saved, and how far it says it is.</summary>
    Task SaveCheckpointAsync(LegWriter by, Checkpoint checkpoint, GenerationStamp generation, Action? beforeCommit);

    /// <summary>Replaces how far the run's action says it is. What it saved stays.</summary>
    Task SaveProgressAsync(LegWriter by, RunProgress progress, GenerationStamp generation, Action? beforeCommit);

    /// <summary>Writes down an incident, or what has become known of it since.</summary>
    Task RecordIncidentAsync(LegWriter by, Incident incident);

    /// <summary>Writes down a time in which the program did not run.</summary>
    Task RecordSuspensionAsync(LegWriter by, GenerationStamp generation, Suspension suspension);

    /// <summary>Writes down a pause, or what has become known of it since.</summary>
    Task RecordPauseAsync(LegWriter by, PauseRow pause);

    /// <summary>The newest pause of each endpoint, whatever its run and action.</summary>
    Task<IReadOnlyList<PauseRow>> ReadRememberedPausesAsync();

    /// <summary>Notes whose the run is, unless it is known.</summary>
    /// <returns>The run that belongs to another member and must not be mixed with this one; null when there is none.</returns>
    Task<long?> TakeMemberAsync(LegWriter by, string member);

    /// <summary>The account of the run at this moment.</summary>
    Task<RunSummary> ReadSummaryAsync();

    /// <summary>Compares the rows of the run with each other; empty when the account holds.</summary>
    Task<IReadOnlyList<LedgerMismatch>> CheckAsync();

    /// <summary>Ends the leg. The first outcome stays.</summary>
    /// <param name="by">The writer.</param>
    /// <param name="outcome">How it ended.</param>
    /// <param name="finishesRun">True to end the run in the same write: the next leg of the action begins another.</param>
    /// <exception cref="InvalidOperationException">The run was to end, but something is still to be done, or it is finished.</exception>
    Task EndLegAsync(LegWriter by, LegOutcome outcome, bool finishesRun);

    /// <summary>Throws when what was committed cannot be found any more where the ledger was opened.</summary>
    Task RequireInPlaceAsync();
}
