namespace Holdfast.Browsers;

/// <summary>Kills every process of a session and makes sure that they are gone.</summary>
internal static class ProcessEnder
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(2);

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
            IReadOnlyList<ProcessIdentity> hit = KillOnce(processes, known, killed);
            bool late = time.GetElapsedTime(started) > s_limit;
            if (hit.Count == 0 || late)
            {
                return new ProcessEnd(killed, hit.Count == 0);
            }

            // A search reads the whole process table; whether these have gone costs one line each.
            while (hit.Any(process => process.IsRunning) && time.GetElapsedTime(started) <= s_limit)
            {
                await Task.Delay(s_pause, time, CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    /// <summary>One round: kills what runs now, and tells what that was.</summary>
    public static IReadOnlyList<ProcessIdentity> KillOnce(
        SessionProcesses processes, IReadOnlyCollection<ProcessIdentity> known, HashSet<int> killed)
    {
        IReadOnlyList<ProcessStat> found = processes.Find();
        KillGroups(found);
        List<ProcessIdentity> hit = [.. found.Select(stat => new ProcessIdentity(stat.Pid, stat.StartTicks))];

        // On Linux the search has found them, if they are still the same.
        hit.AddRange(known.Where(process => !OperatingSystem.IsLinux() && process.IsRunning));
        foreach (ProcessIdentity process in hit)
        {
            _ = process.Kill();
            _ = killed.Add(process.Pid);
        }

        return hit;
    }

    // A group that holds a process of ours and is led by one was made for the session by `setsid`: one call stops it from growing.
    private static void KillGroups(IReadOnlyList<ProcessStat> found)
    {
        foreach (ProcessStat leader in found)
        {
            if (leader.Group == leader.Pid && new ProcessIdentity(leader.Pid, leader.StartTicks).IsRunning)
            {
                _ = NativeMethods.Kill(-leader.Pid, NativeMethods.SigKill);
            }
        }
    }
}
