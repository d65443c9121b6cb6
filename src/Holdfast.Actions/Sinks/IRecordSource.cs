namespace Holdfast.Actions;

/// <summary>An action that has records, as sinks see it.</summary>
internal interface IRecordSource
{
    /// <summary>Makes a sink one that takes this action's records as JSON; null when it takes others.</summary>
    BoundSink? Bind(IRecordSink sink, IRunLedgerStore store);
}
