namespace Holdfast.App;

/// <summary>The account of a run.</summary>
internal sealed record RunJson
{
    public required long Run { get; init; }

    public required string Action { get; init; }

    public required string State { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required DateTimeOffset? FinishedAt { get; init; }

    public required DateTimeOffset? LastChangeAt { get; init; }

    public required int Legs { get; init; }

    public required long Seen { get; init; }

    public required long New { get; init; }

    public required long Updated { get; init; }

    public required long Unchanged { get; init; }

    public required long Removed { get; init; }

    public required long Partial { get; init; }

    public required long Failed { get; init; }

    public required long Quarantined { get; init; }

    public required long Pending { get; init; }

    public required long Missing { get; init; }

    public required bool AddsUp { get; init; }

    public required RunListJson List { get; init; }

    public required IReadOnlyDictionary<string, int> Incidents { get; init; }

    public required CountedTimeJson Suspensions { get; init; }

    public required CountedTimeJson Pauses { get; init; }

    public required RunProgressJson? Progress { get; init; }

    public required RunEffectsJson? Effects { get; init; }

    public required RunSyncJson? Sync { get; init; }

    public required IReadOnlyDictionary<string, long> Waiting { get; init; }

    public static RunJson Of(RunSummary run) => new()
    {
        Run = run.Run.RunId,
        Action = run.Run.Action,
        State = RunState.Of(run).Replace(' ', '_'),
        StartedAt = run.Run.StartedAt,
        FinishedAt = run.Run.FinishedAt,
        LastChangeAt = run.LastChangeAt,
        Legs = run.Run.Legs,
        Seen = run.Seen,
        New = run.New,
        Updated = run.Updated,
        Unchanged = run.Unchanged,
        Removed = run.Removed,
        Partial = run.Partial,
        Failed = run.Failed,
        Quarantined = run.Quarantined,
        Pending = run.Pending,
        Missing = run.Missing,
        AddsUp = run.AddsUp,
        List = new(JsonWords.Of(run.Listing.State), run.Pages, run.Listing.Pass, run.SiteTotal),
        Incidents = run.Incidents.ToDictionary(pair => JsonWords.OfName(pair.Key), pair => pair.Value, StringComparer.Ordinal),
        Suspensions = new(run.Suspensions.Count, JsonWords.Of(run.Suspensions.Duration)),
        Pauses = new(run.Pauses.Count, JsonWords.Of(run.Pauses.Duration)),
        Progress = run.Progress is { } at ? new(at.Done, at.Total, at.Text, at.IsCompleted) : null,
        Effects = run.Effects is { } sent
            ? new(sent.Planned, sent.Confirmed, sent.Before, sent.Failed, sent.InDoubt, sent.Dropped, sent.Pending, sent.Pages, sent.IsPlanRead)
            : null,
        Sync = run.Sync is { } span ? new(span.SinceRun, span.Since, span.Watermark) : null,
        Waiting = run.Waiting,
    };
}
