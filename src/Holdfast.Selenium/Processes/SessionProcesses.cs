using System.Globalization;

namespace Holdfast.Selenium;

/// <summary>
/// The processes of one session, found by what only they carry: the session's mark in the command line of driver and browser, a fresh
/// profile's folder in that of every browser process, and the descendants of both. Linux; elsewhere the recorded ids are all there is.
/// </summary>
/// <param name="mark">The session's mark, see <see cref="MarkPrefix"/>.</param>
/// <param name="freshProfile">The profile folder if it was made for this session; null for a kept one, which others may open.</param>
internal sealed class SessionProcesses(string mark, string? freshProfile)
{
    /// <summary>A switch that chromedriver and Chromium ignore and keep in their command lines.</summary>
    public const string MarkPrefix = "--holdfast-session=";

    // What Chromium calls the processes behind its tabs.
    private const string RendererSwitch = "--type=renderer";

    private readonly string _mark = MarkPrefix + mark;
    private readonly string? _profile = freshProfile is null ? null : "--user-data-dir=" + freshProfile;

    /// <summary>Every running process of the session. Zombies are gone.</summary>
    public IReadOnlyList<ProcessStat> Find()
    {
        if (!OperatingSystem.IsLinux())
        {
            return [];
        }

        List<ProcessStat> all = [];
        HashSet<int> ours = [];
        foreach (string folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out int pid)
                && ProcessStat.Read(pid) is { IsRunning: true } stat)
            {
                all.Add(stat);
                if (pid != Environment.ProcessId && CarriesMark(pid))
                {
                    _ = ours.Add(pid);
                }
            }
        }

        if (ours.Count == 0)
        {
            return [];
        }

        bool grown;
        do
        {
            grown = false;
            foreach (ProcessStat stat in all)
            {
                grown |= ours.Contains(stat.Parent) && ours.Add(stat.Pid);
            }
        }
        while (grown);

        return [.. all.Where(stat => ours.Contains(stat.Pid))];
    }

    /// <summary>The running processes behind the session's tabs. No interface says which process is behind which tab.</summary>
    public IEnumerable<ProcessStat> FindRenderers() => Find().Where(process => Holds(CommandLine(process.Pid), RendererSwitch));

    private bool CarriesMark(int pid)
    {
        string commandLine = CommandLine(pid);
        return Holds(commandLine, _mark) || (_profile is not null && Holds(commandLine, _profile));
    }

    // Empty when it has just ended, or is another user's.
    private static string CommandLine(int pid)
    {
        try
        {
            return File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/cmdline"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    // Forked children of Chromium write their arguments as one string, so an argument ends with a space as well as with a NUL.
    internal static bool Holds(string commandLine, string argument)
    {
        for (int at = commandLine.IndexOf(argument, StringComparison.Ordinal); at >= 0;
            at = commandLine.IndexOf(argument, at + 1, StringComparison.Ordinal))
        {
            int end = at + argument.Length;
            if ((at == 0 || commandLine[at - 1] is '\0' or ' ') && (end == commandLine.Length || commandLine[end] is '\0' or ' '))
            {
                return true;
            }
        }

        return false;
    }
}
