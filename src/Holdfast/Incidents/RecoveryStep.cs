namespace Holdfast;

/// <summary>One step of a recovery and what came of it.</summary>
/// <param name="Attempt">Which attempt it belongs to, from 1.</param>
/// <param name="Name">The step: <c>reuse</c>, <c>new-tab</c>, <c>end</c>, <c>launch</c>, <c>restore-login</c>,
/// <c>log-in</c>, <c>capture</c>, <c>verify</c> or <c>canary</c>.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="Outcome"><c>ok</c>, <c>no</c> when the step found that another is needed, or what failed, cleaned.</param>
public sealed record RecoveryStep(int Attempt, string Name, TimeSpan Duration, string Outcome)
{
    /// <summary>The step that brought the session back: the costliest that succeeded.</summary>
    /// <param name="steps">The steps of one recovery.</param>
    /// <returns><c>launch</c>, <c>new-tab</c> or <c>reuse</c>; null when none of them did.</returns>
    public static string? Decisive(IEnumerable<RecoveryStep> steps)
    {
        string[] done = [.. steps.Where(step => step.Outcome == "ok").Select(step => step.Name)];
        return done.Contains("launch", StringComparer.Ordinal) ? "launch" : Array.Find(done, step => step is "new-tab" or "reuse");
    }
}
