using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Xml;

namespace Holdfast.App;

/// <summary>Words and spans as JSON has them.</summary>
internal static class JsonWords
{
    /// <summary><c>in_doubt</c> for <c>InDoubt</c>.</summary>
    public static string Of<T>(T value)
        where T : struct, Enum => OfName(value.ToString());

    /// <summary>The same, for a name that the ledger keeps.</summary>
    [return: NotNullIfNotNull(nameof(name))]
    public static string? OfName(string? name) => name is null ? null : JsonNamingPolicy.SnakeCaseLower.ConvertName(name);

    /// <summary>By ISO 8601: <c>PT1M30S</c>.</summary>
    public static string Of(TimeSpan span) => XmlConvert.ToString(span);

    /// <summary>The same, for milliseconds; null for null.</summary>
    public static string? OfMilliseconds(double? milliseconds) => milliseconds is { } value ? Of(TimeSpan.FromMilliseconds(value)) : null;
}
