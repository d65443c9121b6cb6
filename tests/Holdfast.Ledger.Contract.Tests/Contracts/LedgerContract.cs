namespace Holdfast.Ledger.Contract.Tests;

/// <summary>Promises of a ledger.</summary>
public abstract class LedgerContract : IAsyncDisposable
{
    private protected LedgerContract(LedgerRig rig) => Rig = rig;

    private protected LedgerRig Rig { get; }

    public ValueTask DisposeAsync() => Rig.DisposeAsync();
}
