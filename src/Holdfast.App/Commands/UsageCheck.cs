using System.CommandLine;
using System.CommandLine.Help;

namespace Holdfast.App;

/// <summary>Says in one line what is wrong with a command line, and what may have been meant.</summary>
internal static class UsageCheck
{
    /// <summary>The first problem; null when there is none.</summary>
    public static string? Find(ParseResult result, CommandTree tree, CommandContext context)
    {
        Command command = result.CommandResult.Command;
        if (command.Options.Concat(tree.Root.Options).Any(option => option is HelpOption or VersionOption && result.GetResult(option) is { Implicit: false }))
        {
            return null;
        }

        string help = $"See '{context.Environment.Program} {(command == tree.Root ? "" : command.Name + " ")}--help'.";
        if (result.UnmatchedTokens is [string word, ..])
        {
            return Unmatched(word, command, tree, help);
        }

        if (command == tree.Root)
        {
            return $"no command was given: use one of {string.Join(", ", tree.Root.Subcommands.Select(sub => sub.Name))}. {help}";
        }

        foreach (Option option in command.Options.Where(option => option.Required && result.GetResult(option) is null or { Implicit: true }))
        {
            string variable = context.Options.Any(own => own.Symbol == option) ? $" or set {EnvironmentSettings.Variable(option.Name)}" : "";
            return $"{command.Name} needs {option.Name}: add it{variable}. {help}";
        }

        return result.Errors is [var error, ..] ? $"{error.Message.TrimEnd('.')}. {help}" : null;
    }

    private static string Unmatched(string word, Command command, CommandTree tree, string help)
    {
        if (word.StartsWith('-'))
        {
            IEnumerable<string> options = command.Options.Concat(tree.Root.Options.Where(option => option.Recursive)).Select(option => option.Name);
            return $"unknown option '{word}'.{NearMatch.Hint(word.Split('=')[0], options)} {help}";
        }

        return command == tree.Root
            ? $"unknown command '{word}'.{NearMatch.Hint(word, tree.Root.Subcommands.Select(sub => sub.Name))} {help}"
            : $"'{word}' is one argument too many for {command.Name}. {help}";
    }
}
