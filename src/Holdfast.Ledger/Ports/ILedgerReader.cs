namespace Holdfast.Ledger;

/// <summary>Looks into a ledger and changes nothing in it: also while a job writes. Each answer is of one moment. Not thread safe.</summary>
/// <remarks>Every method throws <see cref="LedgerException"/> when the ledger fails.</remarks>
internal interface ILedgerReader : IDisposable
{
    /// <summary>What the ledger is called in messages, such as its full path.</summary>
    string Name { get; }

    /// <summary>Runs, the newest first.</summary>
    /// <param name="action">Only this action's; null for all.</param>
    /// <param name="limit">How many at most.</param>
    Task<IReadOnlyList<RunInfo>> ReadRunsAsync(string? action = null, int limit = int.MaxValue);

    /// <summary>The account of a run at this moment. Takes time in proportion to the run's items.</summary>
    /// <exception cref="ArgumentException">There is no such run.</exception>
    Task<RunSummary> ReadSummaryAsync(long runId);

    /// <summary>Compares the rows of a run with each other, and the records with their hashes; empty when the account holds.</summary>
    /// <exception cref="ArgumentException">There is no such run.</exception>
    Task<IReadOnlyList<LedgerMismatch>> CheckAsync(long runId);

    /// <summary>The items of which something or everything is missing: quarantined, failed, partial, pending, each in planning order.</summary>
    Task<IReadOnlyList<MissingItem>> ReadMissingAsync(long runId, int limit = int.MaxValue);

    /// <summary>What a run left in doubt or failed, in planning order, as it left it.</summary>
    Task<IReadOnlyList<StoredEffect>> ReadMissingEffectsAsync(long runId, int limit = int.MaxValue);

    /// <summary>How what a run saw in its list compares with what the list held at the end.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="limit">How many keys of each kind at most.</param>
    Task<ListReconciliation> ReadReconciliationAsync(long runId, int limit = int.MaxValue);

    /// <summary>Incidents, the newest first.</summary>
    /// <param name="runId">Only this run's; null for all.</param>
    Task<IReadOnlyList<StoredIncident>> ReadIncidentsAsync(long? runId = null);

    /// <summary>The times in which the program itself did not run, the latest first.</summary>
    /// <param name="runId">Only this run's; null for all.</param>
    Task<IReadOnlyList<StoredSuspension>> ReadSuspensionsAsync(long? runId = null);

    /// <summary>The pauses that the site asked for, the latest first.</summary>
    /// <param name="runId">Only this run's; null for all.</param>
    /// <param name="endingAfter">Only those that end later than this, by the wall clock; null for all.</param>
    Task<IReadOnlyList<StoredPause>> ReadPausesAsync(long? runId = null, DateTimeOffset? endingAfter = null);

    /// <summary>Effects, in planning order; null leaves a condition out.</summary>
    Task<IReadOnlyList<StoredEffect>> ReadEffectsAsync(string? action = null, EffectState? state = null, string? key = null);

    /// <summary>An action's records, in the order of their keys, without those of which the site says that they are gone; as of the moment when the first one
    /// is read. End the enumeration, or dispose it.</summary>
    /// <param name="action">The action's name.</param>
    /// <param name="writtenByRun">Only records that this run changed last; null for all.</param>
    /// <param name="includePartial">False leaves out records with something missing.</param>
    IAsyncEnumerable<StoredRecord> ReadRecordsAsync(string action, long? writtenByRun = null, bool includePartial = true);

    /// <summary>Requires that the action's effects belong to this site.</summary>
    /// <exception cref="LedgerException">With <see cref="LedgerFault.OtherSite"/>: they belong to another one.</exception>
    Task RequireEffectsHereAsync(string action, string? site);

    /// <summary>The newest pause of each endpoint.</summary>
    Task<IReadOnlyList<PauseRow>> ReadRememberedPausesAsync();

    /// <summary>The run of the action that belongs to another member; null when there is none.</summary>
    Task<long?> FindOtherMemberAsync(string action, string member);

    /// <summary>What the next leg of a send action settles: effects that are planned, begun or in doubt, and those that were given up.</summary>
    Task<IReadOnlyList<StoredEffect>> ReadUnsettledEffectsAsync(string action);

    /// <summary>An effect; null when the action has none of this key.</summary>
    Task<StoredEffect?> FindEffectAsync(string action, string key);

    /// <summary>Where the plan of an action's unfinished run goes on; null when there is no such run.</summary>
    Task<EffectPosition?> FindOpenPlanAsync(string action);
}
