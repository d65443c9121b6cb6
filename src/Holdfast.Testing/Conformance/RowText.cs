using System.Globalization;

namespace Holdfast.Testing;

/// <summary>The cells of a report.</summary>
internal static class RowText
{
    /// <summary>Each value once; with its count, when there are several.</summary>
    public static string Names(IEnumerable<string> values)
    {
        IGrouping<string, string>[] groups = [.. values.GroupBy(value => value, StringComparer.Ordinal)];
        return string.Join(", ", groups.Select(group => groups.Length == 1 ? group.Key : $"{group.Key} ({group.Count()})"));
    }

    /// <summary>Median and longest; empty without a value.</summary>
    public static string Spread(IEnumerable<TimeSpan> values)
    {
        double[] sorted = [.. values.Select(value => value.TotalMilliseconds).Order()];
        return sorted.Length == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{sorted[sorted.Length / 2]:0.#} / {sorted[^1]:0.#} ms");
    }
}
