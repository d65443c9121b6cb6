namespace Holdfast.Actions;

/// <summary>A session that the run uses died; told when the cause stands, and again when it is known what became of it.</summary>
public sealed class IncidentRecorded : RunEvent
{
    internal IncidentRecorded(RunKey run, Incident incident)
        : base(run) => Incident = incident;

    /// <summary>The incident as known now.</summary>
    public Incident Incident { get; }
}
