using System.CommandLine;
using Holdfast.Actions;

namespace Holdfast.App;

/// <summary>Finds the action that was meant.</summary>
internal static class ActionChoice
{
    /// <summary>The argument that names it, for a command's grammar.</summary>
    public static Argument<string?> Argument() => new("ACTION")
    {
        Arity = ArgumentArity.ZeroOrOne,
        Description = "The action's name; not needed when there is only one",
    };

    /// <summary>Chooses. Pure.</summary>
    /// <param name="actions">Those of the program.</param>
    /// <param name="name">The name that was typed; null for none.</param>
    /// <param name="command">The command that asks.</param>
    /// <exception cref="UsageException">No action has that name, or none was named though there are several.</exception>
    /// <exception cref="ConfigurationException">The program has no action, or two of one name.</exception>
    public static IAction Choose(IReadOnlyList<IAction> actions, string? name, string command)
    {
        string[] names = [.. actions.Select(action => action.Name).Order(StringComparer.Ordinal)];
        string[] doubled = [.. names.GroupBy(each => each, StringComparer.Ordinal).Where(group => group.Count() > 1).Select(group => group.Key)];
        return (actions, name) switch
        {
            ([], _) => throw new ConfigurationException("this program has no action: add one with AddAction."),
            _ when doubled.Length > 0 => throw new ConfigurationException(
                $"this program has two actions named '{doubled[0]}', whose runs would mix in the ledger: override Name in one of them."),
            ([IAction only], null) => only,
            (_, null) => throw new UsageException($"{command} needs the name of an action: one of {string.Join(", ", names)}."),
            _ => actions.FirstOrDefault(action => action.Name == name)
                ?? throw new UsageException($"unknown action '{name}'.{NearMatch.Hint(name, names)} Actions: {string.Join(", ", names)}."),
        };
    }
}
