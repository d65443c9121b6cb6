using System.Runtime.InteropServices;

namespace Holdfast;

/// <summary>Calls of Linux about files that .NET does not offer. A C library may be too old to have them.</summary>
internal static partial class NativeFiles
{
    /// <summary>The folder for relative paths: that of the process.</summary>
    public const int WorkingFolder = -100;

    /// <summary>Refuses to rename over something.</summary>
    public const uint NoReplace = 1;

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int Statx(int folder, string path, int flags, uint mask, [In, Out] byte[] result);

    [LibraryImport("libc", EntryPoint = "renameat2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int Rename(int fromFolder, string from, int toFolder, string to, uint flags);
}
