namespace Holdfast.Selenium;

/// <summary>One row of the failure model.</summary>
/// <param name="Row">The row's number, which is also its place in the order.</param>
/// <param name="Name">What it recognises, in a few words.</param>
/// <param name="Matches">Whether it applies.</param>
/// <param name="Kind">What it says about the session.</param>
/// <param name="Cause">The cause of the death it shows or suspects.</param>
internal sealed record ClassificationRule(int Row, string Name, Func<FailureFacts, bool> Matches, VerdictKind Kind, LossCause? Cause = null)
{
    /// <summary>The verdict, with the rule's name.</summary>
    public Verdict Verdict { get; } = new(Kind, Cause, $"row {Row}: {Name}");
}
