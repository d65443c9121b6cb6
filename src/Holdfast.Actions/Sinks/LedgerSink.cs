namespace Holdfast.Actions;

/// <summary>A sink in the ledger's own transactions.</summary>
internal sealed record LedgerSink(IRecordWriter Writer) : BoundSink(Writer.Name);
