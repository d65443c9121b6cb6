using System.Globalization;
using System.Runtime.InteropServices;

namespace Holdfast.App;

/// <summary>Tells whether this program reads its terminal now, whoever in it does, and by whatever call.</summary>
internal static class TerminalReading
{
    private const string Threads = "/proc/self/task";

    // The number of read(2).
    private static readonly string? s_read = RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => "0",
        Architecture.Arm64 or Architecture.RiscV64 or Architecture.LoongArch64 => "63",
        Architecture.X86 or Architecture.Arm => "3",
        _ => null,
    };

    /// <summary>Looks at what each thread waits for.</summary>
    /// <returns>Null where that cannot be told.</returns>
    public static bool? IsUnderWay()
    {
        if (s_read is null || !OperatingSystem.IsLinux())
        {
            return null;
        }

        try
        {
            return Directory.EnumerateDirectories(Threads).Any(static thread => ReadsTerminal(Waiting(thread)));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Judges a line of <c>/proc/PID/task/TID/syscall</c>: the call's number, then its arguments.</summary>
    private static bool ReadsTerminal(string[] call) =>
        call is [var number, var descriptor, ..] && number == s_read
        && descriptor.StartsWith("0x", StringComparison.Ordinal)
        && int.TryParse(descriptor.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int file)
        && IsTerminal(file);

    private static string[] Waiting(string thread)
    {
        try
        {
            return File.ReadAllText(Path.Combine(thread, "syscall")).Split(' ');
        }
        catch (IOException)
        {
            // The thread has ended.
            return [];
        }
    }

    private static bool IsTerminal(int file) =>
        File.ResolveLinkTarget($"/proc/self/fd/{file}", returnFinalTarget: false)?.FullName is { } name
        && (name.StartsWith("/dev/pts/", StringComparison.Ordinal) || name.StartsWith("/dev/tty", StringComparison.Ordinal) || name == "/dev/console");
}
