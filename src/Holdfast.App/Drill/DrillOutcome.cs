namespace Holdfast.App;

/// <summary>What a round shows of the promises.</summary>
internal enum DrillOutcome
{
    /// <summary>All held.</summary>
    Kept,

    /// <summary>One did not.</summary>
    Broken,

    /// <summary>Neither: the action was over too soon, or its session could not be hurt.</summary>
    Inconclusive,
}
