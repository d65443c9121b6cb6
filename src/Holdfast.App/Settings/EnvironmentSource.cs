using Microsoft.Extensions.Configuration;

namespace Holdfast.App;

/// <summary>Settings from the environment: <c>HOLDFAST__SESSION__NAME</c> for <c>Session:Name</c>. It knows how each was spelled.</summary>
internal sealed class EnvironmentSource : ConfigurationProvider, IConfigurationSource
{
    /// <summary>What the variables begin with.</summary>
    public const string Prefix = "HOLDFAST__";

    private readonly SortedDictionary<string, string> _variables = new(StringComparer.OrdinalIgnoreCase);

    public EnvironmentSource(IEnumerable<KeyValuePair<string, string>> variables)
    {
        foreach ((string variable, string value) in variables.Where(pair => pair.Key.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)))
        {
            string key = variable[Prefix.Length..].Replace("__", ConfigurationPath.KeyDelimiter, StringComparison.Ordinal);
            _variables[key] = variable;
            Data[key] = value;
        }
    }

    /// <summary>The keys that it has values for.</summary>
    public IEnumerable<string> Keys => _variables.Keys;

    /// <summary>The variable that sets a key, or something below it, as the user wrote it; null when there is none.</summary>
    public string? VariableOf(string key) => _variables.TryGetValue(key, out string? exact)
        ? exact
        : _variables.FirstOrDefault(pair => pair.Key.StartsWith(key + ConfigurationPath.KeyDelimiter, StringComparison.OrdinalIgnoreCase)).Value;

    public IConfigurationProvider Build(IConfigurationBuilder builder) => this;
}
