using System.Globalization;

namespace Holdfast.Tests.Shared;

/// <summary>Which of many like moments one test run tries, so that a run is short and some runs one after the other see all of them.</summary>
/// <remarks>
/// The seed is a counter: the commits of the checkout, counted by <c>./test</c>. Moments are dealt out to as many parts as it takes commits to see all;
/// each part has its share of every kind, when moments of one kind stand together in the list. In which order the parts have their turn differs from one
/// round to the next, so that whoever runs every second or every fourth commit only does not meet the same part again and again.
/// </remarks>
internal static class Sample
{
    /// <summary>The variable with the seed. Without it every moment is tried.</summary>
    public const string Variable = "HOLDFAST_TEST_SEED";

    /// <summary>The seed of this run; null when every moment is to be tried.</summary>
    public static int? Seed => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;

    /// <summary>The moments that this run tries.</summary>
    /// <param name="moments">All, those of one kind together, each kind in the same order.</param>
    /// <param name="parts">How many runs see all of them, 1 to 5: of ten runs in a row, all of whatever they are.</param>
    public static IReadOnlyList<T> Of<T>(IReadOnlyList<T> moments, int parts) => Seed is { } seed ? Choose(moments, parts, seed) : moments;

    /// <summary>The moments of one seed.</summary>
    /// <param name="moments">See <see cref="Of"/>.</param>
    /// <param name="parts">See <see cref="Of"/>.</param>
    /// <param name="seed">0 or more.</param>
    public static IReadOnlyList<T> Choose<T>(IReadOnlyList<T> moments, int parts, int seed)
    {
        (int round, int turn) = Math.DivRem(seed, parts);
        int[] order = [.. Enumerable.Range(0, parts)];
        new Random(round).Shuffle(order);

        // Along diagonals: a part that took the first of one kind takes the second of the next.
        return [.. moments.Where((_, place) => (place + (place / parts)) % parts == order[turn])];
    }
}
