using System.Text.Json;
using Microsoft.Extensions.Time.Testing;

namespace Holdfast.Ledger.Contract.Tests;

/// <summary>A kind of ledger under test: how it is begun, read and killed. One empty ledger for each test. What is read is read through the ports.</summary>
internal abstract class LedgerRig : IAsyncDisposable
{
    private readonly List<IRunLedger> _open = [];

    /// <summary>The ledger's clock.</summary>
    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    /// <summary>What names this kind of ledger to a process that is to be killed.</summary>
    public abstract string Kind { get; }

    /// <summary>The ledger.</summary>
    public abstract string Ledger { get; }

    /// <summary>Where it is kept.</summary>
    public abstract IRunLedgerStore Store { get; }

    /// <summary>Loses the items of all runs, behind the ledger's back.</summary>
    public abstract void Damage();

    /// <summary>Takes the whole ledger away, while it is open.</summary>
    public abstract void TakeAway();

    /// <summary>Begins a leg. The one before is still there, as that of a job that hangs.</summary>
    public LegUnderTest Begin(string action = "gather", string? site = null)
    {
        IRunLedger begun = Store.BeginLegAsync(Ledger, action, site).GetAwaiter().GetResult();
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

    public RunSummary ReadSummary(long runId) => Read(ledger => ledger.ReadSummaryAsync(runId));

    public IReadOnlyList<LedgerMismatch> Check(long runId) => Read(ledger => ledger.CheckAsync(runId));

    public IReadOnlyList<RunInfo> ReadRuns() => Read(ledger => ledger.ReadRunsAsync());

    /// <summary>A run as a reader sees it.</summary>
    public RunInfo ReadRun(long runId) => ReadSummary(runId).Run;

    public IReadOnlyList<StoredRecord> ReadRecords(string action, long? writtenByRun = null, bool includePartial = true) =>
        Read(async ledger => await ledger.ReadRecordsAsync(action, writtenByRun, includePartial).ToListAsync());

    public IReadOnlyList<MissingItem> ReadMissing(long runId) => Read(ledger => ledger.ReadMissingAsync(runId));

    public IReadOnlyList<StoredIncident> ReadIncidents(long runId) => Read(ledger => ledger.ReadIncidentsAsync(runId));

    public IReadOnlyList<StoredSuspension> ReadSuspensions(long runId) => Read(ledger => ledger.ReadSuspensionsAsync(runId));

    public IReadOnlyList<StoredPause> ReadPauses(DateTimeOffset? endingAfter = null) => Read(ledger => ledger.ReadPausesAsync(endingAfter: endingAfter));

    public IReadOnlyList<StoredEffect> ReadEffects(EffectState state) => Read(ledger => ledger.ReadEffectsAsync(state: state));

    /// <summary>All that a reader is told of the action, in words.</summary>
    public string Describe(string action) => Read(async ledger =>
    {
        List<object> all = [];
        foreach (RunInfo run in await ledger.ReadRunsAsync(action))
        {
            all.Add(await ledger.ReadSummaryAsync(run.RunId));
            all.Add(await ledger.ReadMissingAsync(run.RunId));
            all.Add(await ledger.ReadIncidentsAsync(run.RunId));
            all.Add(await ledger.ReadSuspensionsAsync(run.RunId));
            all.Add(await ledger.ReadPausesAsync(run.RunId));
        }

        all.Add(await ledger.ReadRecordsAsync(action).ToListAsync());
        all.Add(await ledger.ReadEffectsAsync(action));
        all.Add($"not the run of somebody else: {await ledger.FindOtherMemberAsync(action, "somebody else")}");
        return Words(all);
    });

    /// <summary>A value in words.</summary>
    public static string Words(object value) => JsonSerializer.Serialize(value);

    /// <summary>What a person decides, while nothing runs.</summary>
    public T Edit<T>(Func<ILedgerEditor, Task<T>> edit)
    {
        return EditAsync().GetAwaiter().GetResult();

        async Task<T> EditAsync()
        {
            using ILedgerEditor ledger = Store.Edit(Ledger);
            return await edit(ledger);
        }
    }

    /// <summary>As a reader of another process.</summary>
    public T Read<T>(Func<ILedgerReader, Task<T>> read)
    {
        return ReadAsync().GetAwaiter().GetResult();

        async Task<T> ReadAsync()
        {
            using ILedgerReader ledger = Store.Read(Ledger);
            return await read(ledger);
        }
    }

    public virtual ValueTask DisposeAsync()
    {
        Close();
        return ValueTask.CompletedTask;
    }
}
