namespace Holdfast.Ledger;

/// <summary>What only the JSON of an incident tells: as another program may have written it, with anything left out.</summary>
internal sealed record IncidentDetail
{
    public string? Session { get; init; }

    public string? FirstSymptom { get; init; }

    public IReadOnlyList<TimedEvidence?>? Evidence { get; init; }

    public TimeSpan? SinceLastHeartbeat { get; init; }

    public IReadOnlyList<RecoveryStep?>? Steps { get; init; }

    public TimeSpan? Duration { get; init; }
}
