using System.Globalization;

namespace Holdfast.Selenium;

/// <summary>Finds the process behind a tab: the one whose processor time a busy script raises. No interface names it.</summary>
internal static class TabProcess
{
    /// <summary>The script that makes it busy.</summary>
    public const string BusyScript = "{ const end = Date.now() + 300; while (Date.now() < end); } 1";

    // In clock ticks of 10 ms. Another tab's process that is just starting is busy as well: then it is asked again.
    private const long Clear = 10;
    private const int Attempts = 5;

    /// <summary>Finds it.</summary>
    /// <param name="processes">The session's processes.</param>
    /// <param name="runBusyScript">Runs the script in the tab, to its end.</param>
    /// <exception cref="InvalidOperationException">The session has no tab's process.</exception>
    public static async Task<int> FindAsync(SessionProcesses processes, Func<Task> runBusyScript)
    {
        for (int attempt = 1; ; attempt++)
        {
            Dictionary<int, long> before = Renderers(processes);
            await runBusyScript().ConfigureAwait(false);
            (int Pid, long Spent)[] spent =
            [
                .. Renderers(processes).Select(renderer => (renderer.Key, renderer.Value - before.GetValueOrDefault(renderer.Key)))
                    .OrderByDescending(renderer => renderer.Item2),
            ];
            if (spent.Length == 0)
            {
                throw new InvalidOperationException("No tab process was found.");
            }

            if (attempt == Attempts || spent.Length == 1 || spent[0].Spent - spent[1].Spent >= Clear)
            {
                return spent[0].Pid;
            }
        }
    }

    private static Dictionary<int, long> Renderers(SessionProcesses processes)
    {
        Dictionary<int, long> ticks = [];
        foreach (ProcessStat process in processes.Find())
        {
            string folder = string.Create(CultureInfo.InvariantCulture, $"/proc/{process.Pid}");
            try
            {
                if (File.ReadAllText(Path.Combine(folder, "cmdline")).Contains("--type=renderer", StringComparison.Ordinal))
                {
                    // proc(5): the name is in parentheses; utime is the twelfth field after it.
                    string stat = File.ReadAllText(Path.Combine(folder, "stat"));
                    ticks[process.Pid] = long.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[11], CultureInfo.InvariantCulture);
                }
            }
            catch (IOException)
            {
                // It has just ended.
            }
        }

        return ticks;
    }
}
