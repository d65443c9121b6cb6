namespace Holdfast.Testing;

/// <summary>What a replay came to.</summary>
public sealed record ReplayResult
{
    /// <summary>The incidents, by generation.</summary>
    public required IReadOnlyList<Incident> Incidents { get; init; }

    /// <summary>How many times a browser was launched, the first included.</summary>
    public required int Launches { get; init; }

    /// <summary>How many suspensions were noticed.</summary>
    public required int Suspensions { get; init; }

    /// <summary>Calls that were sent to a session that was known to be dead. Must be 0.</summary>
    public required int SentToTheDead { get; init; }

    /// <summary>Where this differs from what the script expects, in words; empty when it does not.</summary>
    public IReadOnlyList<string> Mismatches { get; init; } = [];

    /// <summary>Compares with what is expected.</summary>
    internal ReplayResult Judged(ReplayExpectation expected)
    {
        Incident? first = Incidents.Count > 0 ? Incidents[0] : null;
        List<string> mismatches = [];
        Compare("incidents", expected.Incidents, Incidents.Count);
        Compare("calls sent to a dead session", 0, SentToTheDead);
        Compare("launches", expected.Launches ?? Launches, Launches);
        Compare("suspensions", expected.Suspensions ?? Suspensions, Suspensions);
        Compare("cause", expected.Cause ?? first?.Cause, first?.Cause);
        Compare("outcome", expected.Outcome ?? first?.Outcome, first?.Outcome);
        return this with { Mismatches = mismatches };

        void Compare<T>(string what, T wanted, T found)
        {
            if (!EqualityComparer<T>.Default.Equals(wanted, found))
            {
                mismatches.Add($"{what}: expected {wanted}, and it is {(found is null ? "none" : found)}");
            }
        }
    }
}
