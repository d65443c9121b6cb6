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

    public abstract RunSummary ReadSummary(long run);

    public abstract IReadOnlyList<LedgerMismatch> Check(long run);

    public abstract IReadOnlyList<RunInfo> ReadRuns();

    public abstract IReadOnlyList<StoredRecord> ReadRecords(string action, long? writtenByRun = null, bool includePartial = true);

    public abstract IReadOnlyList<MissingItem> ReadMissing(long run);

    public abstract IReadOnlyList<StoredSuspension> ReadSuspensions(long run);

    public abstract IReadOnlyList<StoredPause> ReadPauses(DateTimeOffset? endingAfter = null);

    public virtual ValueTask DisposeAsync()
    {
        Close();
        return ValueTask.CompletedTask;
    }
}
