namespace Holdfast.Browsers;

/// <summary>Finds the process behind a tab: the one whose processor time a busy script raises, and without which the tab is silent. No interface
/// names it.</summary>
internal static class TabProcess
{
    /// <summary>The script that makes it busy.</summary>
    public const string BusyScript = "{ const end = Date.now() + 300; while (Date.now() < end); } 1";

    // A third of what the script takes on a free processor, in clock ticks of 10 ms.
    private const long Clear = 10;
    private const int Looks = 20;

    /// <summary>Finds it.</summary>
    /// <param name="processes">The session's processes.</param>
    /// <param name="runBusyScript">Runs the script in the tab, to its end.</param>
    /// <param name="isSilencedBy">Stops a process for a moment and says whether the tab is silent meanwhile: where others are busy, as after a launch
    /// on a slow machine, one of them may look like the tab's.</param>
    /// <exception cref="InvalidOperationException">None of the session's processes is clearly the tab's.</exception>
    public static async Task<int> FindAsync(SessionProcesses processes, Func<Task> runBusyScript, Func<int, Task<bool>> isSilencedBy)
    {
        Dictionary<int, long> before = Renderers(processes);
        for (int look = 0; look < Looks; look++)
        {
            await runBusyScript().ConfigureAwait(false);
            (int Pid, long Spent)[] busiest =
            [
                .. Renderers(processes).Select(now => (now.Key, now.Value - before.GetValueOrDefault(now.Key)))
                    .OrderByDescending(now => now.Item2),
            ];

            // On a loaded machine another one that is just starting may have had more: then it is asked again.
            if (busiest.Length > 0 && busiest[0].Spent >= Clear && busiest[0].Spent > 2 * busiest.Skip(1).FirstOrDefault().Spent
                && await isSilencedBy(busiest[0].Pid).ConfigureAwait(false))
            {
                return busiest[0].Pid;
            }
        }

        throw new InvalidOperationException("No tab process was found: none of them was clearly busier than the others.");
    }

    private static Dictionary<int, long> Renderers(SessionProcesses processes) =>
        processes.FindRenderers().ToDictionary(process => process.Pid, process => process.UserTicks);
}
