using System.Globalization;

namespace Holdfast.EndToEnd.Tests;

/// <summary>The machine's processes, by their command lines.</summary>
internal static class ProcessTable
{
    /// <summary>Every process but this one whose arguments, as the system keeps them, are wanted.</summary>
    public static IReadOnlyList<int> Find(Func<string, bool> wanted)
    {
        List<int> found = [];
        foreach (string folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out int pid)
                && pid != Environment.ProcessId && wanted(Arguments(pid)))
            {
                found.Add(pid);
            }
        }

        return found;
    }

    /// <summary>A process's arguments, each ended by a NUL; empty when it has ended.</summary>
    public static string Arguments(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/cmdline");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
