using System.Globalization;
using OpenQA.Selenium;

namespace Holdfast.Benchmarks;

/// <summary>The processes of a browser and its driver, as <c>/proc</c> shows them.</summary>
internal static class ProcessTree
{
    private const double TicksPerSecond = 100;

    public static int Browser(IWebDriver driver) =>
        Convert.ToInt32(((WebDriver)driver).Capabilities.GetCapability("goog:processID"), CultureInfo.InvariantCulture);

    /// <summary>The browser's parent.</summary>
    public static int Driver(IWebDriver driver) => int.Parse(
        File.ReadLines($"/proc/{Browser(driver)}/status").First(line => line.StartsWith("PPid:", StringComparison.Ordinal))[5..],
        CultureInfo.InvariantCulture);

    /// <summary>Processor time of a process and all that descend from it, also of those that have ended.</summary>
    public static TimeSpan CpuOf(int root)
    {
        Dictionary<int, (int Parent, long Ticks)> processes = [];
        foreach (string folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), out int pid) && Read(folder) is { } process)
            {
                processes[pid] = process;
            }
        }

        return TimeSpan.FromSeconds(processes.Where(process => Descends(process.Key)).Sum(process => process.Value.Ticks) / TicksPerSecond);

        bool Descends(int pid) => pid == root || (processes.TryGetValue(pid, out (int Parent, long Ticks) process) && Descends(process.Parent));
    }

    private static (int Parent, long Ticks)? Read(string folder)
    {
        try
        {
            // After the name in parentheses: state, parent, ... and from the twelfth on user and system time, its own and its ended children's.
            string[] fields = File.ReadAllText(Path.Combine(folder, "stat")).Split(')')[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return (int.Parse(fields[1], CultureInfo.InvariantCulture), fields[11..15].Sum(field => long.Parse(field, CultureInfo.InvariantCulture)));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It ended while it was read.
            return null;
        }
    }
}
