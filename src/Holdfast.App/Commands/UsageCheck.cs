using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;

namespace Holdfast.App;

/// <summary>Says in one line what is wrong with a command line, and what may have been meant.</summary>
internal static class UsageCheck
{
    /// <summary>The first problem; null when there is none.</summary>
    public static string? Find(ParseResult result, CommandTree tree, CommandContext context)
    {
        Command command = result.CommandResult.Command;
        IEnumerable<Option> answered = command.Options.Concat(tree.Root.Options).Where(option => option is HelpOption or VersionOption);
        if (answered.Any(option => result.GetResult(option) is { Implicit: false }))
        {
            return null;
        }

        string path = string.Join(' ', Path(command, tree.Root));
        string help = $"See '{context.Environment.Program} {(command == tree.Root ? "" : path + " ")}--help'.";
        // A misspelt option is taken for an argument where one is missing. What begins with a dash and is meant so comes after "--".
        IEnumerable<string> dashed = command.Arguments
            .SelectMany(argument => result.GetResult(argument)?.Tokens ?? [])
            .Select(token => token.Value)
            .Where(value => value.StartsWith('-') && !result.Tokens.Any(token => token.Type == TokenType.DoubleDash));
        if (dashed.Concat(result.UnmatchedTokens).FirstOrDefault() is { } word)
        {
            return Unmatched(word, path, command, tree, help);
        }

        if (command == tree.Root)
        {
            return $"no command was given: use one of {string.Join(", ", tree.Root.Subcommands.Select(sub => sub.Name))}. {help}";
        }

        foreach (Option option in command.Options.Where(option => option.Required && result.GetResult(option) is null or { Implicit: true }))
        {
            string variable = context.Options.Any(own => own.Symbol == option) ? $" or set {EnvironmentSettings.Variable(option.Name)}" : "";
            return $"{path} needs {option.Name}: add it{variable}. {help}";
        }

        return result.Errors is [var error, ..] ? $"{error.Message.TrimEnd('.')}. {help}" : null;
    }

    /// <summary>The words that lead to a command, without the program's name.</summary>
    private static IEnumerable<string> Path(Command command, RootCommand root) => command == root
        ? []
        : command.Parents.OfType<Command>().Take(1).SelectMany(parent => Path(parent, root)).Append(command.Name);

    private static string Unmatched(string word, string path, Command command, CommandTree tree, string help)
    {
        if (word.StartsWith('-'))
        {
            IEnumerable<string> options = command.Options
                .Concat(tree.Root.Options.Where(option => option.Recursive))
                .Select(option => option.Name);
            return $"unknown option '{word}'.{NearMatch.Hint(word.Split('=')[0], options)} {help}";
        }

        return command == tree.Root
            ? $"unknown command '{word}'.{NearMatch.Hint(word, tree.Root.Subcommands.Select(sub => sub.Name))} {help}"
            : $"'{word}' is one argument too many for {path}. {help}";
    }
}
