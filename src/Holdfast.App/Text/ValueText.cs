using System.Globalization;

namespace Holdfast.App;

/// <summary>Values of settings and options as text: what they have to be, and how they are read. The same everywhere,
/// whatever the machine's language.</summary>
internal static class ValueText
{
    private const int MostShown = 40;
    private const int ShortestSecret = 8;

    /// <summary>What a value has to be, to be said after "must be".</summary>
    /// <returns>Null for a type that is not read from text.</returns>
    public static string? Wanted(Type type) => Bare(type) switch
    {
        { IsEnum: true } names => $"one of {string.Join(", ", Enum.GetNames(names))}",
        var bare when bare == typeof(string) => "text",
        var bare when bare == typeof(bool) => "true or false",
        var bare when bare == typeof(int) || bare == typeof(long) => "a whole number",
        var bare when bare == typeof(double) || bare == typeof(decimal) => "a number",
        var bare when bare == typeof(TimeSpan) => "a duration such as 00:00:30",
        var bare when bare == typeof(Uri) => "a whole address such as https://example.org/",
        _ => null,
    };

    /// <summary>Reads a value.</summary>
    /// <param name="type">A type that <see cref="Wanted"/> knows.</param>
    /// <param name="text">The text.</param>
    /// <param name="value">The value; null when it cannot be read.</param>
    /// <returns>Whether it could be read.</returns>
    public static bool TryRead(Type type, string text, out object? value)
    {
        value = Bare(type) switch
        {
            { IsEnum: true } names => Enum.TryParse(names, text, ignoreCase: true, out object? named) && IsOne(names, named) ? named : null,
            var bare when bare == typeof(string) => text,
            var bare when bare == typeof(bool) => Flag(text),
            var bare when bare == typeof(int) => int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out int number) ? number : null,
            var bare when bare == typeof(long) => long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out long number) ? number : null,
            var bare when bare == typeof(double) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : null,
            var bare when bare == typeof(decimal) =>
                decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number) ? number : null,

            // A bare number would be days, which nobody means who writes 30.
            var bare when bare == typeof(TimeSpan) =>
                text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan span) ? span : null,
            var bare when bare == typeof(Uri) =>
                Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https" ? address : null,
            _ => null,
        };
        return value is not null;
    }

    /// <summary>The value, for the end of a sentence that refuses it; nothing where it may hold a secret.</summary>
    public static string ButIs(Type type, string text)
    {
        // A password or a key may have come to the wrong variable.
        bool mayBeSecret = Bare(type) == typeof(string) || text.Contains('@', StringComparison.Ordinal)
            || (text.Length >= ShortestSecret && SecretShape.IsOpaque(text));
        return mayBeSecret ? "" : $", and it is '{(text.Length <= MostShown ? text : text[..MostShown] + "...")}'";
    }

    /// <summary>True, false, 1 or 0; null for anything else.</summary>
    private static object? Flag(string text) => text.Trim().ToUpperInvariant() switch
    {
        "TRUE" or "1" => true,
        "FALSE" or "0" => false,
        _ => null,
    };

    /// <summary>A number alone is no name, and flags may be several.</summary>
    private static bool IsOne(Type names, object value) => Enum.IsDefined(names, value)
        || (names.IsDefined(typeof(FlagsAttribute), inherit: false) && !long.TryParse(value.ToString(), out _));

    private static Type Bare(Type type) => Nullable.GetUnderlyingType(type) ?? type;
}
