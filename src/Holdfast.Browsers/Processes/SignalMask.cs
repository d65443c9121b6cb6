using System.Globalization;

namespace Holdfast.Browsers;

/// <summary>
/// The signals for which a process has a handler. Chromium's handler for SIGTERM, SIGINT and SIGHUP restores the default action before it
/// begins to shut down ("we had one shot at a graceful shutdown"), so a handler that has vanished is the trace of the signal, to be read
/// while the browser still closes its windows.
/// </summary>
internal static class SignalMask
{
    private const ulong Shutdown = 1UL << (NativeMethods.SigHup - 1) | 1UL << (NativeMethods.SigInt - 1) | 1UL << (NativeMethods.SigTerm - 1);

    /// <summary>The shutdown signals that the process handles now; null when it cannot be read.</summary>
    public static ulong? ReadShutdownHandlers(int pid)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        try
        {
            foreach (string line in File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/status")))
            {
                if (line.StartsWith("SigCgt:", StringComparison.Ordinal))
                {
                    return ulong.Parse(line.AsSpan(7).Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) & Shutdown;
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Gone between two reads.
        }

        return null;
    }
}
