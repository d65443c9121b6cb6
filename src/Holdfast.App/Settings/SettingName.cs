using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace Holdfast.App;

/// <summary>What a setting is called in an error: as the user wrote it.</summary>
internal sealed partial class SettingName
{
    // Parts at even places, what stands between them at odd ones: a variable's name may hold both delimiters.
    private readonly string[] _pieces;
    private readonly int _first;

    private SettingName(string text, int first) => (_pieces, _first) = (Delimiter().Split(text), first);

    /// <summary>Names the setting of a key.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="variable">The environment variable that sets it, or something below it; null when it comes from elsewhere.</param>
    public static SettingName Of(string key, string? variable) => variable is null ? new(key, first: 0) : new(variable, first: 1);

    /// <summary>The same place, with another name in it, written in the same way.</summary>
    /// <param name="part">Which part of the key, from 0.</param>
    /// <param name="name">The other name.</param>
    public string With(int part, string name)
    {
        string[] pieces = [.. _pieces];
        int at = Place(part);
        pieces[at] = Written(pieces[at], name);
        return string.Concat(pieces);
    }

    /// <summary>The name up to a part of the key, with more behind it.</summary>
    /// <param name="part">The last part that is kept, from 0.</param>
    /// <param name="name">What follows.</param>
    public string Below(int part, string name)
    {
        int at = Place(part);
        return string.Concat([.. _pieces[..(at + 1)], Between, Written(_pieces[at], name)]);
    }

    /// <summary>The same setting in a section, where it stands in none.</summary>
    public string Within(string section) => string.Concat([.. _pieces[..^1], Written(_pieces[^1], section), Between, _pieces[^1]]);

    public override string ToString() => string.Concat(_pieces);

    private string Between => _pieces.Length > 1 ? _pieces[1] : ConfigurationPath.KeyDelimiter;

    private static string Written(string like, string name) => like.Any(char.IsLower) ? name : name.ToUpperInvariant();

    private int Place(int part) => Math.Min(2 * (part + _first), _pieces.Length - 1);

    [GeneratedRegex("(__|:)")]
    private static partial Regex Delimiter();
}
