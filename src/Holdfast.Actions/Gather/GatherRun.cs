namespace Holdfast.Actions;

/// <summary>What the parts of a running gather share.</summary>
/// <param name="Leg">What every leg has.</param>
/// <param name="Action">What is run.</param>
internal sealed record GatherRun(LegRun Leg, IGather Action) : LegRun(Leg)
{
    /// <summary>Whether a suspect may be blamed.</summary>
    public BlameControl Control { get; } = new();

    /// <summary>True while what is failed or partial is tried once more at the end.</summary>
    public bool IsRetryRound { get; init; }
}
