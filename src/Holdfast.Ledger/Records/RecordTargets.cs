namespace Holdfast.Ledger;

/// <summary>Where a leg's changed records go besides the ledger.</summary>
/// <param name="Writers">Sinks that write in the transaction of the change.</param>
/// <param name="Deliveries">Names of the sinks elsewhere: that they are owed a change is committed with it.</param>
/// <param name="Landed">Called after each transaction that changed a record. It must not block.</param>
internal sealed record RecordTargets(IReadOnlyList<IRecordWriter> Writers, IReadOnlyList<string> Deliveries, Action Landed);
