using System.ComponentModel.DataAnnotations;
using Holdfast.Actions;
using Microsoft.Extensions.Configuration;

namespace Holdfast.App;

/// <summary>Reads the section <c>Run</c> of a program's configuration, such as <c>HOLDFAST__Run__DrainTimeout</c>.</summary>
internal static class RunConfiguration
{
    /// <summary>Binds and checks.</summary>
    /// <exception cref="ConfigurationException">A value cannot be parsed or is out of its range.</exception>
    public static void Bind(IConfiguration configuration, RunSettings settings)
    {
        Bind(configuration, "Run", settings);
        List<ValidationResult> failures = [];
        if (!Validator.TryValidateObject(settings, new ValidationContext(settings), failures, validateAllProperties: true))
        {
            throw new ConfigurationException($"bad configuration of the run: {string.Join(" ", failures.Select(failure => failure.ErrorMessage))}");
        }
    }

    /// <summary>Binds a section.</summary>
    /// <exception cref="ConfigurationException">A value cannot be parsed.</exception>
    public static void Bind(IConfiguration configuration, string section, object options)
    {
        try
        {
            configuration.GetSection(section).Bind(options);
        }
        catch (InvalidOperationException exception)
        {
            throw new ConfigurationException($"bad configuration: {exception.Message}", exception);
        }
    }
}
