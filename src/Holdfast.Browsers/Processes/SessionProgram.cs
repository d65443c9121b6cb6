using System.Globalization;

namespace Holdfast.Browsers;

/// <summary>Tells whether a process runs the driver's or the browser's program.</summary>
internal static class SessionProgram
{
    // What a script that starts the one or the other is found to start.
    private static readonly string[] s_usual = ["chromedriver", "chromium", "chromium-browser", "chrome", "headless_shell", "chrome-headless-shell"];

    // The kernel keeps that much of a name.
    private const int NameLength = 15;

    /// <summary>The program that a process runs; null when it cannot be told.</summary>
    public static string? Of(int pid)
    {
        const string Deleted = " (deleted)";
        try
        {
            // An update may have replaced the file under a browser that runs for hours.
            string? program = new FileInfo(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/exe")).LinkTarget;
            return program?.EndsWith(Deleted, StringComparison.Ordinal) == true ? program[..^Deleted.Length] : program;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>True when the process runs one of the session's programs.</summary>
    /// <param name="process">The process.</param>
    /// <param name="session">The session's traits.</param>
    public static bool IsRunBy(ProcessStat process, SessionTraits session)
    {
        IReadOnlyList<string> known = session.Programs;
        if (Of(process.Pid) is { } program)
        {
            return known.Contains(program, StringComparer.Ordinal)
                || (!session.IsStarted && Names(known).Contains(Path.GetFileName(program), StringComparer.Ordinal));
        }

        // A tab's process in its sandbox may not be traced, and only root is told its program.
        return Names(known).Any(name => name[..Math.Min(name.Length, NameLength)] == process.Name);
    }

    private static IEnumerable<string> Names(IEnumerable<string> known) => known.Select(program => Path.GetFileName(program)).Concat(s_usual);
}
