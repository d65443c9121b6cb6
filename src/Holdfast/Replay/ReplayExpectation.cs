namespace Holdfast;

/// <summary>What a replay must come to.</summary>
public sealed record ReplayExpectation
{
    /// <summary>How many incidents there are: one for each death, however many symptoms it had. Default 1.</summary>
    public int Incidents { get; set; } = 1;

    /// <summary>How many times a browser was launched, the first included; null (the default) when it does not matter.</summary>
    public int? Launches { get; set; }

    /// <summary>The cause of the first incident; null when it does not matter, or when there is none.</summary>
    public LossCause? Cause { get; set; }

    /// <summary>The outcome of the first incident; null when it does not matter, or when there is none.</summary>
    public IncidentOutcome? Outcome { get; set; }

    /// <summary>How many suspensions are noticed; null when it does not matter.</summary>
    public int? Suspensions { get; set; }
}
