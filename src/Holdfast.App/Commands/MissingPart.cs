using System.CommandLine;

namespace Holdfast.App;

/// <summary>What a command cannot do without and was not given. All of it at once: nobody likes to be told twice.</summary>
internal static class MissingPart
{
    /// <summary>One sentence without its end; null when nothing is missing.</summary>
    /// <param name="result">What was typed.</param>
    /// <param name="path">The words that lead to the command.</param>
    /// <param name="added">The options that the program added, which the environment may supply.</param>
    public static string? Find(ParseResult result, string path, IReadOnlyList<IAppOption> added)
    {
        Command command = result.CommandResult.Command;
        Argument[] arguments = [.. command.Arguments.Where(argument =>
            argument.Arity.MinimumNumberOfValues > (result.GetResult(argument)?.Tokens.Count ?? 0))];
        Option[] options = [.. command.Options.Where(option => option.Required && result.GetResult(option) is null or { Implicit: true })];
        if (arguments.Length + options.Length == 0)
        {
            return null;
        }

        string[] parts = [.. arguments.Select(Noun), .. options.Select(option => option.HelpName is { } value ? $"{option.Name} {value}" : option.Name)];
        string[] variables = [.. options.Where(option => added.Any(own => own.Symbol == option)).Select(option => EnvironmentSettings.Variable(option.Name))];
        string remedy = variables.Length > 0 ? $": add {(options.Length == 1 ? "it" : "them")} or set {And(variables)}"
            : options.Length == 0 && arguments is [IListedArgument listed, ..] ? $"; '{listed.ShownBy}' shows them"
            : "";
        return $"{path} needs {And(parts)}{remedy}";
    }

    private static string Noun(Argument argument) => argument is IListedArgument listed ? listed.Noun : argument.Name;

    private static string And(string[] parts) => parts.Length == 1 ? parts[0] : $"{string.Join(", ", parts[..^1])} and {parts[^1]}";
}
