namespace Holdfast.App;

/// <summary>A step of a recovery.</summary>
internal sealed record StepJson(int Attempt, string Step, string Duration, string Outcome);
