using System.Globalization;

namespace Holdfast.Browsers;

/// <summary>The user that a process acts as, on Linux.</summary>
internal static class ProcessUser
{
    /// <summary>The one that this process acts as; null off Linux.</summary>
    public static uint? Own { get; } = Of(Environment.ProcessId);

    /// <summary>The one that a process acts as; null when there is no such process, or off Linux.</summary>
    public static uint? Of(int pid)
    {
        try
        {
            // proc(5): real, effective, saved and file system's. The folder's owner would say root for a process that may not be traced.
            foreach (string line in File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/status")))
            {
                if (line.StartsWith("Uid:", StringComparison.Ordinal))
                {
                    return uint.Parse(line.Split('\t')[2], CultureInfo.InvariantCulture);
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It has just ended.
        }

        return null;
    }
}
