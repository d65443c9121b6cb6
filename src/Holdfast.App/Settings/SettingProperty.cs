using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;

namespace Holdfast.App;

/// <summary>A property of options that text may set.</summary>
internal sealed class SettingProperty
{
    private readonly PropertyInfo _property;

    private SettingProperty(PropertyInfo property) => _property = property;

    public string Name => _property.Name;

    public Type Type => _property.PropertyType;

    /// <summary>The type of its elements; null when it is no list.</summary>
    public Type? Element =>
        Type.IsGenericType && Type.GetGenericTypeDefinition() == typeof(IList<>) && ValueText.Wanted(Type.GenericTypeArguments[0]) is not null
            ? Type.GenericTypeArguments[0]
            : null;

    /// <summary>True for a group of further settings.</summary>
    public bool IsGroup => Type.IsClass && Type.Assembly == _property.DeclaringType!.Assembly && !typeof(Delegate).IsAssignableFrom(Type);

    /// <summary>False for what exists in code only, such as a hook.</summary>
    public bool IsOffered => IsGroup || Element is not null || (ValueText.Wanted(Type) is not null && _property.SetMethod is { IsPublic: true });

    /// <summary>The public properties of options.</summary>
    public static SettingProperty[] Of(Type options) =>
        [.. options.GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(static property => new SettingProperty(property))];

    public object? Read(object options) => _property.GetValue(options);

    public void Write(object options, object? value) => _property.SetValue(options, value);

    /// <summary>What it must be, and that the value is not; null when the value may be taken.</summary>
    public string? Refuse(object value, string text)
    {
        foreach (ValidationAttribute rule in _property.GetCustomAttributes<ValidationAttribute>().Where(rule => !rule.IsValid(value)))
        {
            return rule switch
            {
                RequiredAttribute => "must not be empty",
                RangeAttribute range => $"must be {Between(range)}{ValueText.ButIs(Type, text)}",
                _ => $"is refused: {rule.FormatErrorMessage(Name).TrimEnd('.')}",
            };
        }

        return null;
    }

    private static string Between(RangeAttribute range) => range switch
    {
        { Maximum: double and > 2147483647d } => $"{Bound(range.Minimum)} or more",
        { Maximum: TimeSpan } => $"a duration from {Bound(range.Minimum)} to {Bound(range.Maximum)}",
        _ => $"{Bound(range.Minimum)} to {Bound(range.Maximum)}",
    };

    private static string Bound(object bound)
    {
        string text = Convert.ToString(bound, CultureInfo.InvariantCulture)!;
        bool hasFraction = bound is TimeSpan && text.LastIndexOf('.') > text.LastIndexOf(':');
        return hasFraction ? text.TrimEnd('0') : text;
    }
}
