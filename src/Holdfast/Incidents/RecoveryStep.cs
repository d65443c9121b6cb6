namespace Holdfast;

/// <summary>One step of a recovery and what came of it.</summary>
/// <param name="Attempt">Which attempt it belongs to, from 1.</param>
/// <param name="Name">The step: <c>reuse</c>, <c>new-tab</c>, <c>end</c>, <c>launch</c>, <c>restore-login</c>,
/// <c>log-in</c>, <c>capture</c>, <c>verify</c> or <c>canary</c>.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="Outcome"><c>ok</c>, <c>no</c> when the step found that another is needed, or what failed, cleaned.</param>
public sealed record RecoveryStep(int Attempt, string Name, TimeSpan Duration, string Outcome);
