namespace Holdfast.App;

/// <summary>Which fault strikes when. Pure.</summary>
internal static class DrillSequence
{
    /// <summary>Each fault as often as there are rounds, at least once, mixed; the same seed gives the same order.</summary>
    public static FaultKind[] Of(IReadOnlyList<FaultKind> faults, int rounds, int seed)
    {
        FaultKind[] order = [.. faults.SelectMany(fault => Enumerable.Repeat(fault, Math.Max(1, rounds)))];
        new Random(seed).Shuffle(order);
        return order;
    }
}
