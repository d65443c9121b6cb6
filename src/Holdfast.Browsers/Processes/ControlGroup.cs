using System.Globalization;

namespace Holdfast.Browsers;

/// <summary>What the kernel's control groups took from a process, as a container's processor limit does. Linux; elsewhere nothing.</summary>
internal static class ControlGroup
{
    private const string Root = "/sys/fs/cgroup";

    /// <summary>How long the process's group, and the groups above it, were kept from running at most since they were made, added up over processors.</summary>
    public static TimeSpan Throttled(int process)
    {
        try
        {
            return Folders(File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/cgroup")))
                .Aggregate(TimeSpan.Zero, (sum, folder) => sum + ParseStat(
                    Text(folder, "cpu.stat"), Text(folder, "cpu.max") ?? Text(folder, "cpu.cfs_period_us")));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It has just ended.
            return TimeSpan.Zero;
        }
    }

    /// <summary>The folders of the groups that limit a process's processor time, from its own up.</summary>
    /// <param name="membership">The text of <c>/proc/PID/cgroup</c>: a line for each hierarchy, and of version 2 the one with no controllers.</param>
    internal static IEnumerable<string> Folders(string membership)
    {
        foreach (string line in membership.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Split(':', 3) is not [_, string controllers, string path])
            {
                continue;
            }

            if (controllers.Length > 0 && !controllers.Split(',').Contains("cpu"))
            {
                continue;
            }

            // Where hierarchies of version 1 are mounted together, each has a link.
            string mount = controllers.Length == 0 ? Root : Path.Combine(Root, "cpu");
            for (string? group = path; group is not null; group = Path.GetDirectoryName(group))
            {
                yield return Path.Join(mount, group);
            }
        }
    }

    /// <summary>The time in a group's <c>cpu.stat</c>: microseconds in version 2, nanoseconds in version 1. The kernel adds a wait up only when it is over, but
    /// counts the periods with one as they pass: so many whole periods, when that is more.</summary>
    /// <param name="stat">The text of <c>cpu.stat</c>; null when there is none.</param>
    /// <param name="limit">The text of <c>cpu.max</c> or <c>cpu.cfs_period_us</c>, whose last word is the period in microseconds;
    /// null when there is none.</param>
    internal static TimeSpan ParseStat(string? stat, string? limit)
    {
        TimeSpan period = limit?.Split(' ', StringSplitOptions.TrimEntries) is [.., string last] && Number(last) is { } microseconds
            ? TimeSpan.FromMicroseconds(microseconds)
            : TimeSpan.Zero;
        TimeSpan most = TimeSpan.Zero;
        foreach (string line in stat?.Split('\n') ?? [])
        {
            TimeSpan found = line.Split(' ') switch
            {
                ["throttled_usec", string value] when Number(value) is { } count => TimeSpan.FromMicroseconds(count),
                ["throttled_time", string value] when Number(value) is { } count => TimeSpan.FromTicks(count / TimeSpan.NanosecondsPerTick),
                ["nr_throttled", string value] when Number(value) is { } count => count * period,
                _ => TimeSpan.Zero,
            };
            most = found > most ? found : most;
        }

        return most;
    }

    private static long? Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : null;

    private static string? Text(string folder, string file) => Path.Combine(folder, file) is var path && File.Exists(path) ? File.ReadAllText(path) : null;
}
