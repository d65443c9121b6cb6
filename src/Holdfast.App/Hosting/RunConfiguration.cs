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
        try
        {
            configuration.GetSection("Run").Bind(settings);
        }
        catch (InvalidOperationException exception)
        {
            throw new ConfigurationException($"bad configuration: {exception.Message}", exception);
        }

        List<ValidationResult> failures = [];
        if (!Validator.TryValidateObject(settings, new ValidationContext(settings), failures, validateAllProperties: true))
        {
            throw new ConfigurationException($"bad configuration of the run: {string.Join(" ", failures.Select(failure => failure.ErrorMessage))}");
        }
    }
}
