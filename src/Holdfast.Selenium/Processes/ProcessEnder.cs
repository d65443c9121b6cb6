namespace Holdfast.Selenium;

/// <summary>Kills every process of a session and makes sure that they are gone.</summary>
internal static class ProcessEnder
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    /// <summary>Kills what carries the session's marks, and the known processes, until a search finds none; at most 3 s.</summary>
    /// <param name="processes">How to find the session's processes.</param>
    /// <param name="known">Processes known by identity: all that can be done off Linux.</param>
    /// <param name="time">The clock.</param>
    /// <returns>The ids that were killed, and whether nothing is left.</returns>
    public static async Task<ProcessEnd> EndAsync(
        SessionProcesses processes, IReadOnlyCollection<ProcessIdentity> known, TimeProvider time)
    {
        HashSet<int> killed = [];
        long started = time.GetTimestamp();
        while (true)
        {
            bool left = KillOnce(processes, known, killed);
            if (!left || time.GetElapsedTime(started) > Limit)
            {
                return new ProcessEnd(killed, !left);
            }

            await Task.Delay(Pause, time, CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <summary>One round. True when something still ran.</summary>
    public static bool KillOnce(SessionProcesses processes, IReadOnlyCollection<ProcessIdentity> known, HashSet<int> killed)
    {
        IReadOnlyList<ProcessStat> found = processes.Find();
        KillGroups(found);
        foreach (ProcessStat stat in found)
        {
            _ = new ProcessIdentity(stat.Pid, stat.StartTicks).Kill();
            _ = killed.Add(stat.Pid);
        }

        bool left = found.Count > 0;
        foreach (ProcessIdentity process in known)
        {
            if (process.IsRunning && (!OperatingSystem.IsLinux() || processes.Owns(process)))
            {
                left = true;
                _ = process.Kill();
                _ = killed.Add(process.Pid);
            }
        }

        return left;
    }

    // A group that holds a process of ours and is led by one was made for the session by `setsid`: one call stops it from growing.
    private static void KillGroups(IReadOnlyList<ProcessStat> found)
    {
        foreach (ProcessStat leader in found)
        {
            if (leader.Group == leader.Pid)
            {
                _ = NativeMethods.Kill(-leader.Pid, NativeMethods.SigKill);
            }
        }
    }
}
