using System.ComponentModel;
using System.Diagnostics;

namespace Holdfast;

/// <summary>A process that cannot be mistaken for a later one with the same id.</summary>
/// <param name="Pid">The process id.</param>
/// <param name="StartTicks">On Linux clock ticks since boot; elsewhere the start time's UTC ticks.</param>
internal sealed record ProcessIdentity(int Pid, long StartTicks)
{
    /// <summary>The identity of the process that has this id now; null when there is none.</summary>
    public static ProcessIdentity? Of(int pid)
    {
        if (OperatingSystem.IsLinux())
        {
            return ProcessStat.Read(pid) is { } stat ? new ProcessIdentity(pid, stat.StartTicks) : null;
        }

        try
        {
            using Process process = Process.GetProcessById(pid);
            return new ProcessIdentity(pid, process.StartTime.ToUniversalTime().Ticks);
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return null;
        }
    }

    /// <summary>True while this very process runs; a zombie does not.</summary>
    public bool IsRunning
    {
        get
        {
            if (OperatingSystem.IsLinux())
            {
                return ProcessStat.Read(Pid) is { IsRunning: true } stat && stat.StartTicks == StartTicks;
            }

            return Of(Pid) == this;
        }
    }
}
