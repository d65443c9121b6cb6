namespace Holdfast.App;

/// <summary>One fault of a drill, and what the run made of it.</summary>
internal sealed record DrillRoundJson
{
    public required string Fault { get; init; }

    public required string? Cause { get; init; }

    public required string? ExpectedCause { get; init; }

    public required string? NoticedAfter { get; init; }

    public required int Errors { get; init; }

    public required long CallsAfterDeath { get; init; }

    public required string? Step { get; init; }

    public required string? ExpectedStep { get; init; }

    public required string? RecoveredAfter { get; init; }

    public required long Lost { get; init; }

    public required long Doubled { get; init; }

    public required int ProcessesLeft { get; init; }

    public required string Promise { get; init; }

    public required string? Problem { get; init; }

    public required string? Ledger { get; init; }

    public static DrillRoundJson Of(DrillRound round) => new()
    {
        Fault = JsonWords.OfName(round.Fault),
        Cause = JsonWords.OfName(round.Cause),
        ExpectedCause = round.ExpectedCause is { } cause ? JsonWords.Of(cause) : null,
        NoticedAfter = JsonWords.OfMilliseconds(round.NoticedMs),
        Errors = round.Errors,
        CallsAfterDeath = round.CallsAfterDeath,
        Step = round.Step,
        ExpectedStep = round.ExpectedStep,
        RecoveredAfter = JsonWords.OfMilliseconds(round.RecoveredMs),
        Lost = round.Lost,
        Doubled = round.Doubled,
        ProcessesLeft = round.ProcessesLeft,
        Promise = JsonWords.Of(round.Promise),
        Problem = round.Problem,
        Ledger = round.Ledger,
    };
}
