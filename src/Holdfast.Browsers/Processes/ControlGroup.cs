using System.Globalization;

namespace Holdfast.Browsers;

/// <summary>What the kernel's control groups took from a process, as a container's processor limit does. Linux; elsewhere nothing.</summary>
internal static class ControlGroup
{
    private const string Root = "/sys/fs/cgroup";

    /// <summary>How long the process's group, and the groups above it, were kept from running since they were made, added up over processors. What lasts now is not in it.</summary>
    public static TimeSpan Throttled(int process)
    {
        try
        {
            return Folders(File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/cgroup")))
                .Select(folder => Path.Combine(folder, "cpu.stat"))
                .Where(File.Exists)
                .Aggregate(TimeSpan.Zero, (sum, file) => sum + ParseStat(File.ReadAllText(file)));
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

    /// <summary>The time in a group's <c>cpu.stat</c>: microseconds in version 2, nanoseconds in version 1.</summary>
    internal static TimeSpan ParseStat(string text)
    {
        foreach (string line in text.Split('\n'))
        {
            if (line.Split(' ') is [string name and ("throttled_usec" or "throttled_time"), string value]
                && long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out long count))
            {
                return name == "throttled_usec" ? TimeSpan.FromMicroseconds(count) : TimeSpan.FromTicks(count / TimeSpan.NanosecondsPerTick);
            }
        }

        return TimeSpan.Zero;
    }
}
