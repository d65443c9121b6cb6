using System.Globalization;

namespace Holdfast.Browsers;

/// <summary>A process's arguments, as the kernel keeps them.</summary>
/// <param name="text">What <c>/proc/PID/cmdline</c> holds.</param>
internal sealed class CommandLine(string text)
{
    private readonly string[] _arguments = text.Split('\0', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The arguments of a running process; none when it has just ended, or is another user's, or off Linux.</summary>
    public static CommandLine Of(int pid)
    {
        try
        {
            return new CommandLine(File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/cmdline")));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new CommandLine("");
        }
    }

    /// <summary>The argument at this place, the program's name being the first; null when there are fewer.</summary>
    public string? At(int place) => _arguments.ElementAtOrDefault(place);

    /// <summary>True when this is one of the arguments, whole: a longer one that mentions it does not count.</summary>
    public bool Has(string argument) => _arguments.Length == 1 ? HasWord(_arguments[0], argument) : _arguments.Contains(argument, StringComparer.Ordinal);

    // Forked children of Chromium write their title over their arguments, as one string: there an argument ends with a space.
    private static bool HasWord(string title, string argument)
    {
        for (int at = title.IndexOf(argument, StringComparison.Ordinal); at >= 0; at = title.IndexOf(argument, at + 1, StringComparison.Ordinal))
        {
            int end = at + argument.Length;
            if ((at == 0 || title[at - 1] == ' ') && (end == title.Length || title[end] == ' '))
            {
                return true;
            }
        }

        return false;
    }
}
