using System.Globalization;

namespace Holdfast.Benchmarks;

/// <summary>What a median is held against.</summary>
internal enum Limit
{
    /// <summary>The limit itself is good.</summary>
    AtMost,

    /// <summary>The limit itself is not good.</summary>
    Below,

    /// <summary>The limit itself is good.</summary>
    AtLeast,
}

/// <summary>One promise about the median of one metric.</summary>
internal sealed record Goal(string Measure, string Metric, Limit Kind, double Value, string Text)
{
    public string Sign => Kind switch { Limit.AtMost => "<=", Limit.Below => "<", _ => ">=" };

    public bool IsMetBy(Metric metric) => Kind switch
    {
        Limit.AtMost => metric.Median <= Value,
        Limit.Below => metric.Median < Value,
        _ => metric.Median >= Value,
    };

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Measure}: {Metric} {Sign} {Value}");
}
