using System.Globalization;
using System.Text.Json.Serialization;

namespace Holdfast.Benchmarks;

/// <summary>One measured quantity with all its samples, in the order in which they were taken.</summary>
internal sealed record Metric(string Name, string Unit, IReadOnlyList<double> Samples)
{
    public int N => Samples.Count;

    public double Median => Rounded(MedianOf(Samples));

    public double Min => Samples.Min();

    public double Max => Samples.Max();

    [JsonIgnore]
    public string MedianText => string.Create(CultureInfo.InvariantCulture, $"{Median:0.###} {Unit}").TrimEnd();

    [JsonIgnore]
    public string RangeText => string.Create(CultureInfo.InvariantCulture, $"{Min:0.###} to {Max:0.###}");

    public static Metric Of(string name, string unit, IEnumerable<double> samples) => new(name, unit, [.. samples.Select(Rounded)]);

    public static Metric Of(string name, string unit, double sample) => Of(name, unit, [sample]);

    public static double MedianOf(IEnumerable<double> samples)
    {
        double[] sorted = [.. samples.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    // A tenth of a microsecond is the finest that anything here can tell apart.
    private static double Rounded(double value) => Math.Round(value, 4);
}
