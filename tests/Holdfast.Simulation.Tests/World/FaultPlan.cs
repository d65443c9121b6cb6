using System.Globalization;

namespace Holdfast.Simulation.Tests;

/// <summary>What goes wrong at which request: the same for the same seed, whatever the order in which requests come.</summary>
/// <param name="seed">The seed.</param>
internal sealed class FaultPlan(int seed)
{
    private static readonly FaultKind[] s_kinds = [.. Enum.GetValues<FaultKind>().Where(kind => kind != FaultKind.None)];

    // Some runs are quiet, in others hardly a request ends well.
    private readonly double _rate = new[] { 0.01, 0.03, 0.08, 0.2 }[Of(seed, "rate", 0) % 4];

    // A swarm: each run knows only some kinds of faults, so that each kind also comes without the others.
    private readonly FaultKind[] _known = [.. s_kinds.Where(kind => Of(seed, kind.ToString(), 0) % 2 == 0)];

    /// <summary>What goes wrong, and how long the answer takes.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="ordinal">The how manieth time it is asked, from 1. Beyond the fourth nothing goes wrong, so that a run ends.</param>
    public (FaultKind Kind, TimeSpan Delay) At(string request, int ordinal)
    {
        uint draw = Of(seed, request, ordinal);
        TimeSpan delay = TimeSpan.FromTicks(TimeSpan.TicksPerMillisecond + (draw % (200 * TimeSpan.TicksPerMillisecond)));
        bool strikes = _known.Length > 0 && ordinal <= 4 && Of(seed, request + "?", ordinal) % 10_000 < _rate * 10_000;
        return (strikes ? _known[Of(seed, request + "!", ordinal) % _known.Length] : FaultKind.None, delay);
    }

    /// <summary>A number of the seed's.</summary>
    public int Number(string what, int below) => (int)(Of(seed, what, 0) % (uint)below);

    // FNV-1a, and a last mixing as of MurmurHash3: neighbours are to have nothing in common.
    private static uint Of(int seed, string text, int ordinal)
    {
        uint hash = 2166136261;
        foreach (char letter in string.Create(CultureInfo.InvariantCulture, $"{seed}/{text}/{ordinal}"))
        {
            hash = (hash ^ letter) * 16777619;
        }

        hash = (hash ^ (hash >> 16)) * 0x85ebca6b;
        hash = (hash ^ (hash >> 13)) * 0xc2b2ae35;
        return hash ^ (hash >> 16);
    }
}
