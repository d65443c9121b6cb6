using System.Collections;
using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Holdfast.App;

/// <summary>Sets options from a program's configuration, strictly: a setting that nobody knows is a slip, and would be a default in silence.</summary>
/// <param name="configuration">All settings.</param>
/// <param name="environment">Those of the environment among them.</param>
internal sealed class StrictSettings(IConfigurationRoot configuration, EnvironmentSource environment) : ISettings
{
    /// <inheritdoc/>
    /// <exception cref="ConfigurationException">A setting is unknown, or its value cannot be taken.</exception>
    public void Bind(string section, object options)
    {
        ArgumentException.ThrowIfNullOrEmpty(section);
        ArgumentNullException.ThrowIfNull(options);
        BindGroup(configuration.GetSection(section), options);
    }

    /// <summary>The keys that the environment has values for.</summary>
    public IEnumerable<string> FromEnvironment => environment.Keys;

    /// <summary>What the user calls a setting of the environment.</summary>
    public SettingName NameOf(string key) => SettingName.Of(key, environment.VariableOf(key));

    /// <summary>What the user calls a setting.</summary>
    private SettingName NameOf(IConfigurationSection setting)
    {
        bool fromElsewhere = setting.Value is not null
            && configuration.Providers.LastOrDefault(provider => provider.TryGet(setting.Path, out _)) is { } last && !ReferenceEquals(last, environment);
        return SettingName.Of(setting.Path, fromElsewhere ? null : environment.VariableOf(setting.Path));
    }

    private void BindGroup(IConfigurationSection section, object options)
    {
        SettingProperty[] known = [.. SettingProperty.Of(options.GetType())];
        if (section.Value is { Length: > 0 })
        {
            throw new ConfigurationException($"{NameOf(section)} has no value of its own: set {Example(section, known)}.");
        }

        foreach (IConfigurationSection setting in section.GetChildren())
        {
            SettingProperty property = known.FirstOrDefault(one => one.Name.Equals(setting.Key, StringComparison.OrdinalIgnoreCase))
                ?? throw Unknown(setting, known);
            if (!property.IsOffered)
            {
                throw new ConfigurationException($"{NameOf(setting)} cannot be set from outside: {property.Name} is set in the program's code.");
            }

            if (property.IsGroup)
            {
                BindGroup(setting, property.Read(options) ?? throw new ConfigurationException(
                    $"{NameOf(setting)} cannot be set: the program has taken {property.Name} away."));
            }
            else if (property.Element is { } element)
            {
                BindList(setting, element, (IList)property.Read(options)!);
            }
            else
            {
                property.Write(options, Value(setting, property));
            }
        }
    }

    private object Value(IConfigurationSection setting, SettingProperty property)
    {
        object value = Value(setting, property.Type);
        return property.Refuse(value, setting.Value!) is { } refusal ? throw new ConfigurationException($"{NameOf(setting)} {refusal}.") : value;
    }

    private object Value(IConfigurationSection setting, Type type)
    {
        if (setting.GetChildren().FirstOrDefault() is { } below)
        {
            throw new ConfigurationException($"unknown setting {NameOf(below)}: {setting.Key} is one value.");
        }

        string text = setting.Value ?? "";
        if (!ValueText.TryRead(type, text, out object? value))
        {
            throw new ConfigurationException($"{NameOf(setting)} must be {ValueText.Wanted(type)}{ValueText.ButIs(type, text)}.");
        }

        // What this program starts inherits its environment.
        if (CallSecrets.Tell(text) && environment.VariableOf(setting.Path) is { } variable)
        {
            SecretVariables.Add(variable);
        }

        return value!;
    }

    /// <summary>Adds to what is there: a program's own arguments are not lost to those of its user.</summary>
    private void BindList(IConfigurationSection setting, Type element, IList list)
    {
        if (setting.Value is { Length: > 0 })
        {
            throw new ConfigurationException($"{NameOf(setting)} is a list: set {NameOf(setting).Below(Depth(setting), "0")}, and 1 and so on for more.");
        }

        foreach (IConfigurationSection entry in setting.GetChildren())
        {
            if (!int.TryParse(entry.Key, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            {
                throw new ConfigurationException($"unknown setting {NameOf(entry)}: its list is numbered, {NameOf(entry).With(Depth(entry), "0")} and so on.");
            }

            list.Add(Value(entry, element));
        }
    }

    private ConfigurationException Unknown(IConfigurationSection setting, SettingProperty[] known)
    {
        SettingName name = NameOf(setting);
        string[] offered = [.. known.Where(one => one.IsOffered).Select(one => one.Name).Order(StringComparer.Ordinal)];
        IReadOnlyList<string> near = NearMatch.Find(setting.Key, offered);
        return new ConfigurationException(near.Count > 0
            ? $"unknown setting {name}. Did you mean {string.Join(" or ", near.Select(one => name.With(Depth(setting), one)))}?"
            : $"unknown setting {name}. There are: {string.Join(", ", offered)}.");
    }

    private string Example(IConfigurationSection section, SettingProperty[] known) =>
        NameOf(section).Below(Depth(section), known.First(one => one.IsOffered && !one.IsGroup).Name);

    /// <summary>Which part of its path a setting is, from 0.</summary>
    private static int Depth(IConfigurationSection setting) => setting.Path.Count(letter => letter == ':');
}
