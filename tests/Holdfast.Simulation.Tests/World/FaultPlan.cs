namespace Holdfast.Simulation.Tests;

/// <summary>What goes wrong where: the same for the same seed, whatever the order in which things happen.</summary>
/// <param name="seed">The seed.</param>
internal sealed class FaultPlan(int seed)
{
    private static readonly Dictionary<FaultPlace, FaultKind[]> s_kinds = Enum.GetValues<FaultKind>()
        .Where(kind => kind != FaultKind.None)
        .GroupBy(PlaceOf)
        .ToDictionary(kinds => kinds.Key, kinds => kinds.ToArray());

    // Some runs are quiet, in others hardly a request ends well.
    private readonly double _rate = new[] { 0.01, 0.03, 0.08, 0.2 }[SeededHash.Of(seed, "rate", 0) % 4];

    // A swarm: each run knows only some kinds of faults, so that each kind also comes without the others.
    private readonly Dictionary<FaultPlace, FaultKind[]> _known = s_kinds.ToDictionary(
        kinds => kinds.Key, kinds => kinds.Value.Where(kind => SeededHash.Of(seed, kind.ToString(), 0) % 2 == 0).ToArray());

    /// <summary>Where a kind of fault belongs.</summary>
    public static FaultPlace PlaceOf(FaultKind kind) => kind switch
    {
        FaultKind.LaunchFails => FaultPlace.Launch,
        FaultKind.SinkRefuses or FaultKind.SinkTakesAndFails or FaultKind.SinkHangs or FaultKind.KillAfterDelivery => FaultPlace.Sink,
        FaultKind.DeathBeforeCommit or FaultKind.DeathInCommit or FaultKind.KillBeforeCommit or FaultKind.KillAfterCommit or FaultKind.DiskFull
            or FaultKind.SlowLedger => FaultPlace.Ledger,
        _ => FaultPlace.Request,
    };

    /// <summary>What goes wrong.</summary>
    /// <param name="place">Where.</param>
    /// <param name="what">What is asked there.</param>
    /// <param name="ordinal">The how manieth time it is asked, from 1. Beyond some times nothing goes wrong, so that a run ends.</param>
    public FaultKind At(FaultPlace place, string what, int ordinal)
    {
        (int most, double share) = place switch
        {
            FaultPlace.Request => (4, 1.0),
            FaultPlace.Ledger => (8, 0.3),
            FaultPlace.Sink => (6, 2.0),
            _ => (12, 1.0),
        };
        FaultKind[] known = _known[place];
        return known.Length > 0 && ordinal <= most && SeededHash.Of(seed, $"{place} {what}?", ordinal) % 10_000 < _rate * share * 10_000
            ? known[SeededHash.Of(seed, $"{place} {what}!", ordinal) % known.Length]
            : FaultKind.None;
    }

    /// <summary>A number of the seed's.</summary>
    public int Number(string what, int below, int ordinal = 0) => (int)(SeededHash.Of(seed, what, ordinal) % (uint)below);

    /// <summary>A time of the seed's, from a tick to the given one.</summary>
    public TimeSpan Time(string what, int ordinal, TimeSpan most) =>
        TimeSpan.FromTicks(1 + (SeededHash.Of(seed, what, ordinal) % most.Ticks));
}
