using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Holdfast.App.Tests;

/// <summary>What the keyboard of a terminal can do to it, at once and surely.</summary>
internal static partial class NativeTerminal
{
    public const int Terminate = 15;

    private const int Stop = 0; // TCOOFF
    private const int GoOn = 1; // TCOON
    private const uint SetWindowSize = 0x5414; // TIOCSWINSZ

    /// <summary>Stops a terminal's output, as Ctrl+S does; it goes on when the result is disposed.</summary>
    public static IDisposable Freeze(int process)
    {
        string name = File.ResolveLinkTarget($"/proc/{process}/fd/1", returnFinalTarget: false)!.FullName;
        SafeFileHandle terminal = File.OpenHandle(name, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        Assert.Equal(0, Flow(terminal, Stop));
        return new Frozen(terminal);
    }

    /// <summary>Gives a terminal another width, as whoever draws on its frame does.</summary>
    public static void Resize(int process, ushort columns)
    {
        string name = File.ResolveLinkTarget($"/proc/{process}/fd/1", returnFinalTarget: false)!.FullName;
        using SafeFileHandle terminal = File.OpenHandle(name, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        Assert.Equal(0, SetSize(terminal, SetWindowSize, new WindowSize { Rows = 24, Columns = columns }));
    }

    [LibraryImport("libc", EntryPoint = "ioctl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetSize(SafeFileHandle terminal, nuint request, in WindowSize size);

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int Kill(int process, int signal);

    [LibraryImport("libc", EntryPoint = "tcflow")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Flow(SafeFileHandle terminal, int action);

    [StructLayout(LayoutKind.Sequential)]
    private struct WindowSize
    {
        public ushort Rows;
        public ushort Columns;
        public ushort Width;
        public ushort Height;
    }

    private sealed class Frozen(SafeFileHandle terminal) : IDisposable
    {
        public void Dispose()
        {
            _ = Flow(terminal, GoOn);
            terminal.Dispose();
        }
    }
}
