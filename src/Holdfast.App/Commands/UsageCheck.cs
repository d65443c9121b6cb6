using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;

namespace Holdfast.App;

/// <summary>Says in one line what is wrong with a command line, and what may have been meant. All words are ours:
/// the parser's are written for programmers.</summary>
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
        string help = $"See '{context.Environment.Call} {(command == tree.Root ? "" : path + " ")}--help'.";
        if (BadFlag(command, tree, context.Args) is { } flag)
        {
            return $"{flag}. {help}";
        }

        // A misspelt option is taken for an argument where one is missing. What begins with a dash and is meant so comes after "--".
        IEnumerable<string> dashed = command.Arguments
            .SelectMany(argument => result.GetResult(argument)?.Tokens ?? [])
            .Select(token => token.Value)
            .Where(value => value.StartsWith('-') && !result.Tokens.Any(token => token.Type == TokenType.DoubleDash));
        if (dashed.Concat(result.UnmatchedTokens).FirstOrDefault() is { } word)
        {
            return $"{Unmatched(word, path, command, tree)} {help}";
        }

        if (command == tree.Root)
        {
            return $"no command was given: use one of {Names(command)}. {help}";
        }

        if (command.Action is null)
        {
            return $"{path} needs one of: {Names(command)}. {help}";
        }

        return MissingPart.Find(result, path, context.Options) is { } missing ? $"{missing}. {help}"
            : result.Errors is [var error, ..] ? $"{Said(error)}. {help}"
            : null;
    }

    /// <summary>The words that lead to a command, without the program's name.</summary>
    private static IEnumerable<string> Path(Command command, RootCommand root) => command == root
        ? []
        : command.Parents.OfType<Command>().Take(1).SelectMany(parent => Path(parent, root)).Append(command.Name);

    private static string Names(Command command) => string.Join(", ", command.Subcommands.Select(sub => sub.Name));

    private static string Unmatched(string word, string path, Command command, CommandTree tree)
    {
        if (word.StartsWith('-'))
        {
            IEnumerable<string> options = command.Options
                .Concat(tree.Root.Options.Where(option => option.Recursive))
                .Select(option => option.Name);
            return $"unknown option '{word}'.{NearMatch.Hint(word.Split('=')[0], options)}";
        }

        if (command.Subcommands.Count == 0)
        {
            return $"'{word}' is one argument too many for {path}.";
        }

        string hint = NearMatch.Hint(word, command.Subcommands.Select(sub => sub.Name));
        return command == tree.Root ? $"unknown command '{word}'.{hint}"
            : $"unknown command '{path} {word}'.{(hint.Length == 0 ? $" {path} has: {Names(command)}." : hint)}";
    }

    /// <summary>The parser takes what a flag cannot be for an argument that stands behind it.</summary>
    private static string? BadFlag(Command command, CommandTree tree, IReadOnlyList<string> args)
    {
        foreach (string word in args.TakeWhile(word => word != "--"))
        {
            if (word.IndexOfAny(['=', ':']) is > 0 and int end
                && command.Options.Concat(tree.Root.Options).FirstOrDefault(option => option.Name == word[..end]) is Option<bool>
                && !bool.TryParse(word[(end + 1)..], out _))
            {
                return $"{word[..end]} must be true or false, or stand alone, and it is '{word[(end + 1)..]}'";
            }
        }

        return null;
    }

    /// <summary>What values are refused for. Our own parsers say it themselves.</summary>
    private static string Said(ParseError error)
    {
        OptionResult? given = error.SymbolResult as OptionResult ?? (error.SymbolResult as ArgumentResult)?.Parent as OptionResult;
        if (given?.Option is not { } option)
        {
            return error.Message.TrimEnd('.');
        }

        string value = option.HelpName is { } name ? $"{option.Name} {name}" : option.Name;
        return given.Tokens.Count < option.Arity.MinimumNumberOfValues ? $"{option.Name} needs a value{(option.HelpName is null ? "" : $": {value}")}"
            : given.Tokens.Count > option.Arity.MaximumNumberOfValues ? $"{option.Name} was given {given.Tokens.Count} times: give it once"
            : error.Message.TrimEnd('.');
    }
}
