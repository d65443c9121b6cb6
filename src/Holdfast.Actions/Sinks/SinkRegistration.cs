namespace Holdfast.Actions;

/// <summary>Says which action's records a sink takes. The sink is made when the action is run.</summary>
internal sealed record SinkRegistration(Type Action, Func<IRecordSink> Make);
