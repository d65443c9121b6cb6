using System.Runtime.InteropServices;

namespace Holdfast.App;

/// <summary>How wide the terminal is now, which its user may change at any time.</summary>
internal static partial class TerminalWidth
{
    private const int StandardOutput = 1;
    private const uint GetWindowSize = 0x5413; // TIOCGWINSZ

    /// <summary>Asks the terminal.</summary>
    /// <returns>Columns; 0 when standard output is none, or does not tell.</returns>
    public static int Read()
    {
        try
        {
            // The console of .NET keeps what it was told first unless it reads the keyboard too, which is not ours to begin.
            return Console.IsOutputRedirected ? 0
                : !OperatingSystem.IsLinux() ? Console.WindowWidth
                : Ask(StandardOutput, GetWindowSize, out WindowSize size) == 0 ? size.Columns
                : 0;
        }
        catch (Exception exception) when (exception is IOException or PlatformNotSupportedException)
        {
            return 0;
        }
    }

    [LibraryImport("libc", EntryPoint = "ioctl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Ask(int file, nuint request, out WindowSize size);

    [StructLayout(LayoutKind.Sequential)]
    private struct WindowSize
    {
        public ushort Rows;
        public ushort Columns;
        public ushort Width;
        public ushort Height;
    }
}
