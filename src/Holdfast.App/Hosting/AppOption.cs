using System.CommandLine;
using System.CommandLine.Parsing;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Holdfast.App;

/// <summary>An option that a program added to <c>run</c>.</summary>
/// <typeparam name="T">What its text is parsed to.</typeparam>
public sealed class AppOption<T> : IAppOption
{
    private readonly Option<T> _symbol;
    private T _value;
    private bool _isKnown;

    internal AppOption(string name, string description, bool required, T defaultValue)
    {
        Name = name;
        Key = name.TrimStart('-');
        _value = defaultValue;
        _isKnown = !required;
        _symbol = new Option<T>(name) { Description = $"{description} [{EnvironmentSettings.Variable(name)}]", Required = required };

        // A flag may stand alone, which only the parser itself can tell; and what it knows beyond these types is its own affair.
        if (typeof(T) != typeof(string) && typeof(T) != typeof(bool) && ValueText.Wanted(typeof(T)) is { } wanted)
        {
            _symbol.CustomParser = result => Parse(name, wanted, result);
        }

        if (!required)
        {
            _symbol.DefaultValueFactory = _ => defaultValue;
        }
    }

    /// <summary>The option as typed, such as <c>--url</c>.</summary>
    public string Name { get; }

    /// <summary>Where configuration holds the value: the name without dashes.</summary>
    public string Key { get; }

    /// <summary>The value, once the command line is read: use it in callbacks and actions, not while the app is being built.</summary>
    /// <exception cref="InvalidOperationException">The option is required, and the command line was not read yet.</exception>
    public T Value => _isKnown
        ? _value
        : throw new InvalidOperationException($"The value of {Name} is known when the run starts. Read it inside a callback or an action.");

    /// <inheritdoc/>
    Option IAppOption.Symbol => _symbol;

    /// <inheritdoc/>
    void IAppOption.Take(ParseResult result)
    {
        _value = result.GetValue(_symbol)!;
        if (CallSecrets.Tell(((IAppOption)this).Text))
        {
            SecretVariables.Add(EnvironmentSettings.Variable(Name));
        }

        _isKnown = true;
    }

    private static T? Parse(string name, string wanted, ArgumentResult result)
    {
        string text = result.Tokens is [{ Value: string token }] ? token : "";
        if (ValueText.TryRead(typeof(T), text, out object? value))
        {
            return (T?)value;
        }

        result.AddError($"{name} must be {wanted}{ValueText.ButIs(typeof(T), text)}");
        return default;
    }

    /// <inheritdoc/>
    [SuppressMessage("Globalization", "CA1308", Justification = "Booleans are lower case in configuration by custom.")]
    string? IAppOption.Text => _value switch
    {
        null => null,
        bool flag => flag ? "true" : "false",
        Uri address => address.OriginalString,
        IFormattable value => value.ToString(null, CultureInfo.InvariantCulture),
        _ => _value.ToString(),
    };
}
