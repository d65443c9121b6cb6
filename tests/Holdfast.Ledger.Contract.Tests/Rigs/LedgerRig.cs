using Microsoft.Extensions.Time.Testing;

namespace Holdfast.Ledger.Contract.Tests;

/// <summary>A kind of ledger under test: how it is begun, read and killed. One empty ledger for each test.</summary>
internal abstract class LedgerRig : IAsyncDisposable
{
    private readonly List<IRunLedger> _open = [];

    /// <summary>The ledger's clock.</summary>
    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    /// <summary>What names this kind of ledger to a process that is to be killed.</summary>
    public abstract string Kind { get; }

    /// <summary>The ledger.</summary>
    public abstract string Ledger { get; }

    protected abstract IRunLedgerStore Store { get; }

    /// <summary>Begins a leg. The one before is still there, as that of a job that hangs.</summary>
    public LegUnderTest Begin(string action = "gather", string? site = null)
    {
        IRunLedger begun = Store.BeginLegAsync(Ledger, action, site, opened: null).GetAwaiter().GetResult();
        _open.Add(begun);
        return new LegUnderTest(begun);
    }

    /// <summary>Ends all legs without a word, as a job that is over.</summary>
    public void Close()
    {
        foreach (IRunLedger ledger in _open)
        {
            ledger.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }

        _open.Clear();
    }

    public RunSummary ReadSummary(long run) => Read(ledger => ledger.ReadSummaryAsync(run));

    public IReadOnlyList<LedgerMismatch> Check(long run) => Read(ledger => ledger.CheckAsync(run));

    public IReadOnlyList<RunInfo> ReadRuns() => Read(ledger => ledger.ReadRunsAsync());

    public IReadOnlyList<StoredRecord> ReadRecords(string action, long? writtenByRun = null, bool includePartial = true) =>
        Read(async ledger => await ledger.ReadRecordsAsync(action, writtenByRun, includePartial).ToListAsync());

    public IReadOnlyList<MissingItem> ReadMissing(long run) => Read(ledger => ledger.ReadMissingAsync(run));

    public IReadOnlyList<StoredIncident> ReadIncidents(long run) => Read(ledger => ledger.ReadIncidentsAsync(run));

    public IReadOnlyList<StoredSuspension> ReadSuspensions(long run) => Read(ledger => ledger.ReadSuspensionsAsync(run));

    public IReadOnlyList<StoredPause> ReadPauses(DateTimeOffset? endingAfter = null) => Read(ledger => ledger.ReadPausesAsync(endingAfter: endingAfter));

    public IReadOnlyList<StoredEffect> ReadEffects(EffectState state) => Read(ledger => ledger.ReadEffectsAsync(state: state));

    /// <summary>What a person decides, while nothing runs.</summary>
    public T Edit<T>(Func<ILedgerEditor, Task<T>> edit) => EditAsync(edit).GetAwaiter().GetResult();

    public virtual ValueTask DisposeAsync()
    {
        Close();
        return ValueTask.CompletedTask;
    }

    /// <summary>As a reader of another process.</summary>
    private T Read<T>(Func<ILedgerReader, Task<T>> read) => ReadAsync(read).GetAwaiter().GetResult();

    private async Task<T> ReadAsync<T>(Func<ILedgerReader, Task<T>> read)
    {
        using ILedgerReader ledger = Store.Read(Ledger);
        return await read(ledger);
    }

    private async Task<T> EditAsync<T>(Func<ILedgerEditor, Task<T>> edit)
    {
        using ILedgerEditor ledger = Store.Edit(Ledger);
        return await edit(ledger);
    }
}
