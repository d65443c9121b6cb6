using System.Globalization;

namespace Holdfast.Browsers;

/// <summary>
/// The processes of one session: those that carry its mark, or run on its profile, and the descendants of both. An argument can be copied and a
/// sentence can mention it, so it is believed only of a process of this user's that runs the driver's or the browser's program, or guards them,
/// started after the session's record was written, and is in the driver's process group or on the recorded profile. Linux; elsewhere the recorded
/// ids are all there is.
/// </summary>
/// <param name="session">The session's traits.</param>
internal sealed class SessionProcesses(SessionTraits session)
{
    /// <summary>A switch that chromedriver and Chromium ignore and keep in their command lines.</summary>
    public const string MarkPrefix = "--holdfast-session=";

    /// <summary>The same for the driver, which has no other that names the profile.</summary>
    public const string ProfilePrefix = "--holdfast-profile=";

    // What Chromium calls the processes behind its tabs.
    private const string RendererSwitch = "--type=renderer";

    private readonly string _mark = MarkPrefix + session.Mark;
    private readonly string _driverProfile = ProfilePrefix + session.Profile;
    private readonly string _browserProfile = "--user-data-dir=" + session.Profile;

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
                if (pid != Environment.ProcessId && IsOurs(stat))
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
    public IEnumerable<ProcessStat> FindRenderers() => Find().Where(process => CommandLine.Of(process.Pid).Has(RendererSwitch));

    // What costs least is asked first: most processes of a machine are nobody's here.
    private bool IsOurs(ProcessStat process)
    {
        if (process.StartTicks < session.Since)
        {
            return false;
        }

        CommandLine line = CommandLine.Of(process.Pid);
        return IsNamed(line.Has(_mark), line.Has(_browserProfile) || line.Has(_driverProfile), process.Group == session.Group)
            && ProcessUser.Of(process.Pid) is { } user && user == ProcessUser.Own
            && (SessionProgram.IsRunBy(process, session) || SessionGuard.Is(line));
    }

    // A fresh profile is the session's alone; a kept one may be opened by anybody. Only the browser's first process carries the mark.
    private bool IsNamed(bool marked, bool onProfile, bool inGroup) =>
        onProfile ? marked || inGroup || session.IsFresh : marked && inGroup;
}
