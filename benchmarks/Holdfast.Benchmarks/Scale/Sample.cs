using System.Globalization;

namespace Holdfast.Benchmarks;

/// <summary>A record as sites have them, made of its number; a few hundred bytes as JSON.</summary>
internal sealed record Sample(string Id, string Name, int Number, decimal Share, string Note, IReadOnlyList<string> Badges)
{
    /// <summary>Keys come in no order, as on a site: neighbours in the list are far apart in every index.</summary>
    public static string Key(int number) => unchecked((ulong)number * 0x9E3779B97F4A7C15UL).ToString("x16", CultureInfo.InvariantCulture);

    public static Sample Of(int number) => new(
        Key(number),
        $"Member {number}",
        number,
        number % 3400 / 10m,
        $"Met at the {number % 97}th gathering, in the house by the river.",
        number % 3 == 0 ? ["early", "verified"] : ["verified"]);
}
