namespace Holdfast.Ledger;

/// <summary>A sink that takes part in the ledger's own transactions. Made by <see cref="IRunLedgerStore.WriterFor{TRecord}"/>, and understood by the ledgers
/// of that store only.</summary>
internal interface IRecordWriter
{
    /// <summary>What the sink is called.</summary>
    string Name { get; }
}
