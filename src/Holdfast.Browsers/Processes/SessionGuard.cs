namespace Holdfast.Browsers;

/// <summary>
/// Ends the driver and all it started when the job ends without having ended its session, in whatever way: by its last line, by a signal that nobody
/// handles, by <c>kill -9</c>. It is a shell in the driver's process group that waits at a pipe whose other end only the job holds, so the kernel
/// tells it. A job that goes on, such as one that drains, is never disturbed. Linux; elsewhere the next sweep must do.
/// </summary>
internal static class SessionGuard
{
    /// <summary>What is started in place of the driver: the guard, and then the driver itself, under the same process id.</summary>
    /// <remarks>The group's own id needs no proof: the guard is in it. A browser that is asked first keeps what it has in memory of its profile.</remarks>
    public const string Script =
        """
        exec 3<&0 </dev/null
        (
        trap '' HUP INT TERM
        exec >/dev/null 2>&1
        read -r line <&3
        kill -TERM 0
        sleep 2
        kill -KILL 0
        ) &
        exec 3<&-
        exec "$0" "$@"
        """;

    /// <summary>True for the arguments of a guard, and of a driver that is not there yet.</summary>
    public static bool Is(CommandLine line) => line.At(1) == "-c" && line.At(2) == Script;
}
