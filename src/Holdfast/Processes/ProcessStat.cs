using System.Globalization;

namespace Holdfast;

/// <summary>What <c>/proc/PID/stat</c> says about one process.</summary>
/// <param name="Pid">The process id.</param>
/// <param name="Name">Its name: the program's file name, or what it calls itself; 15 characters of it.</param>
/// <param name="Parent">The parent's id.</param>
/// <param name="Group">The process group.</param>
/// <param name="State">The state letter; <c>Z</c> and <c>X</c> are dead, <c>T</c> is stopped by a signal.</param>
/// <param name="UserTicks">The processor time that its own code took, in clock ticks.</param>
/// <param name="StartTicks">When it started, in clock ticks since boot: with the id and the boot id it names a process for ever.</param>
internal sealed record ProcessStat(int Pid, string Name, int Parent, int Group, char State, long UserTicks, long StartTicks)
{
    /// <summary>False for a zombie: it can be seen, but it runs no more.</summary>
    public bool IsRunning => State is not ('Z' or 'X');

    /// <summary>True for a process that a signal has stopped. It does nothing until another signal lets it go on. (A debugger's stop is a <c>t</c>.)</summary>
    public bool IsStopped => State is 'T';

    /// <summary>Reads one process; null when there is none, or off Linux.</summary>
    public static ProcessStat? Read(int pid)
    {
        try
        {
            return Parse(pid, File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/stat")));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    internal static ProcessStat? Parse(int pid, string text)
    {
        // The command name is in parentheses and may hold spaces and parentheses itself.
        int start = text.IndexOf('(', StringComparison.Ordinal);
        int end = text.LastIndexOf(')');
        if (start < 0 || end < start)
        {
            return null;
        }

        string[] fields = text[(end + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length < 20
            ? null
            : new ProcessStat(
                pid,
                text[(start + 1)..end],
                Number(fields[1]),
                Number(fields[2]),
                fields[0][0],
                long.Parse(fields[11], CultureInfo.InvariantCulture),
                long.Parse(fields[19], CultureInfo.InvariantCulture));
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
