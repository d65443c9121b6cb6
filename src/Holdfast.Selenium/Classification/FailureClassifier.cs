namespace Holdfast.Selenium;

/// <summary>Judges failures: the user's override first, then the rules in order. Pure; thread safe.</summary>
/// <param name="isDriverGone">Whether the driver's process is gone now.</param>
/// <param name="override">The user's judge; null for none.</param>
internal sealed class FailureClassifier(Func<bool> isDriverGone, Func<Exception, Verdict?>? @override)
{
    /// <summary>The verdict on one failure.</summary>
    public Verdict Classify(Exception exception)
    {
        if (@override?.Invoke(exception) is { } verdict)
        {
            return verdict;
        }

        FailureFacts facts = new(exception, isDriverGone);
        return ClassificationRules.Ordered.FirstOrDefault(rule => rule.Matches(facts))?.Verdict ?? Verdict.None;
    }
}
