using System.CommandLine;

namespace Holdfast.App;

/// <summary>The parser's help, with the words that a person types before the command.</summary>
internal static class HelpText
{
    /// <summary>The help as it is to be shown.</summary>
    /// <param name="help">The parser's own text, which knows the program's file only.</param>
    /// <param name="root">The root of the grammar.</param>
    /// <param name="call">What is typed before a command, such as <c>Kinfolk inbox</c>.</param>
    public static string Of(string help, RootCommand root, string call)
    {
        string[] lines = help.Split('\n');
        string start = $"  {root.Name}";
        int usage = Array.FindIndex(lines, line => line.StartsWith(start, StringComparison.Ordinal) && line.AsSpan(start.Length).TrimEnd() is [] or [' ', ..]);
        if (usage >= 0)
        {
            lines[usage] = $"  {TerminalText.Encode(call)}{lines[usage][start.Length..]}";
        }

        return string.Join('\n', lines);
    }
}
