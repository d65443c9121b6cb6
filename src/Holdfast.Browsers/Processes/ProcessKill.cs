using System.ComponentModel;
using System.Diagnostics;

namespace Holdfast.Browsers;

/// <summary>Kills one process and no other.</summary>
internal static class ProcessKill
{
    /// <summary>Kills this very process. False when it is gone already.</summary>
    public static bool Kill(this ProcessIdentity process)
    {
        if (!OperatingSystem.IsLinux())
        {
            return KillTree(process);
        }

        // The descriptor pins the process; only then is its identity worth checking.
        int descriptor = NativeMethods.PidfdOpen(process.Pid);
        if (descriptor < 0)
        {
            // Gone; or an old kernel or a sandbox without the call, and then the check just before must do.
            return process.IsRunning && NativeMethods.Kill(process.Pid, NativeMethods.SigKill) == 0;
        }

        try
        {
            return process.IsRunning && NativeMethods.PidfdSendSignal(descriptor, NativeMethods.SigKill);
        }
        finally
        {
            _ = NativeMethods.Close(descriptor);
        }
    }

    private static bool KillTree(ProcessIdentity identity)
    {
        try
        {
            using Process process = Process.GetProcessById(identity.Pid);
            if (process.StartTime.ToUniversalTime().Ticks != identity.StartTicks)
            {
                return false;
            }

            process.Kill(entireProcessTree: true);
            return true;
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return false;
        }
    }
}
