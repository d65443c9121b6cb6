using Microsoft.Extensions.Configuration;

namespace Holdfast.App;

/// <summary>What a setting is called in an error: as the user wrote it.</summary>
/// <param name="text">The whole name, such as <c>HOLDFAST__SESSION__NAME</c> or <c>Session:Name</c>.</param>
/// <param name="delimiter">What stands between its parts.</param>
internal sealed class SettingName(string text, string delimiter)
{
    /// <summary>Names the setting of a key.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="variable">The environment variable that sets it, or something below it; null when it comes from elsewhere.</param>
    public static SettingName Of(string key, string? variable) =>
        variable is null ? new(key, ConfigurationPath.KeyDelimiter) : new(variable, "__");

    /// <summary>The same place, with another name in it, written in the same way.</summary>
    /// <param name="part">Which part of the key, from 0.</param>
    /// <param name="name">The other name.</param>
    public string With(int part, string name)
    {
        string[] parts = text.Split(delimiter);
        int at = delimiter == "__" ? part + 1 : part;
        parts[at] = parts[at].Any(char.IsLower) ? name : name.ToUpperInvariant();
        return string.Join(delimiter, parts);
    }

    /// <summary>The name up to a part of the key, with more behind it.</summary>
    /// <param name="part">The last part that is kept, from 0.</param>
    /// <param name="name">What follows.</param>
    public string Below(int part, string name)
    {
        string[] parts = text.Split(delimiter);
        string[] kept = parts[..(delimiter == "__" ? part + 2 : part + 1)];
        return string.Join(delimiter, [.. kept, kept[^1].Any(char.IsLower) ? name : name.ToUpperInvariant()]);
    }

    /// <summary>The same setting in a section, where it stands in none.</summary>
    public string Within(string section)
    {
        string[] parts = text.Split(delimiter);
        return string.Join(delimiter, [.. parts[..^1], parts[^1].Any(char.IsLower) ? section : section.ToUpperInvariant(), parts[^1]]);
    }

    public override string ToString() => text;
}
