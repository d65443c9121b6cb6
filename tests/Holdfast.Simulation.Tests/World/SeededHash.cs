using System.Globalization;

namespace Holdfast.Simulation.Tests;

/// <summary>Numbers that depend on a seed and on what they are for, and on nothing else.</summary>
internal static class SeededHash
{
    // FNV-1a, and a last mixing as of MurmurHash3: neighbours are to have nothing in common.
    public static uint Of(int seed, string text, int ordinal)
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
