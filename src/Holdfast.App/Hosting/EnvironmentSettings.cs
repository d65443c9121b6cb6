using System.CommandLine;

namespace Holdfast.App;

/// <summary>Lets environment variables stand in for options that were not typed: <c>HOLDFAST_LEDGER</c> for <c>--ledger</c>.</summary>
/// <remarks>They become arguments, so that one parser checks both and reports both alike.</remarks>
internal static class EnvironmentSettings
{
    private const string Prefix = "HOLDFAST_";

    /// <summary><c>HOLDFAST_SITE_URL</c> for <c>--site-url</c>.</summary>
    public static string Variable(string option) => Prefix + option.TrimStart('-').Replace('-', '_').ToUpperInvariant();

    /// <summary>The arguments, with those added that the environment supplies.</summary>
    /// <param name="typed">What was typed.</param>
    /// <param name="parsed">The same, parsed.</param>
    /// <param name="offered">The options that the environment may supply to this command.</param>
    /// <param name="environment">Reads a variable.</param>
    public static string[] Complete(
        IReadOnlyList<string> typed, ParseResult parsed, IEnumerable<Option> offered, Func<string, string?> environment)
    {
        List<string> added = [];
        foreach (Option option in offered)
        {
            bool isTyped = parsed.GetResult(option) is { Implicit: false };
            if (!isTyped && environment(Variable(option.Name)) is { Length: > 0 } value)
            {
                added.Add($"{option.Name}={(option is Option<bool> ? Flag(Variable(option.Name), value) : value)}");
            }
        }

        // A wrong one would be taken for an argument.
        static string Flag(string variable, string value) => value.ToUpperInvariant() switch
        {
            "1" or "TRUE" or "YES" or "ON" => "true",
            "0" or "FALSE" or "NO" or "OFF" => "false",
            _ => throw new UsageException($"{variable} must be true or false, and it is '{value}'."),
        };

        int end = typed.TakeWhile(word => word != "--").Count();
        return [.. typed.Take(end), .. added, .. typed.Skip(end)];
    }
}
