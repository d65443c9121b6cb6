using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Holdfast.App;

/// <summary>Asks a process of our own to stop.</summary>
internal static partial class NativeSignals
{
    private const int Terminate = 15;

    /// <summary>Sends SIGTERM. Where there are no signals a terminal's Ctrl+C reaches the process by itself, and nothing is done.</summary>
    public static void Stop(Process process)
    {
        if (!OperatingSystem.IsWindows() && !process.HasExited)
        {
            _ = Kill(process.Id, Terminate);
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int process, int signal);
}
