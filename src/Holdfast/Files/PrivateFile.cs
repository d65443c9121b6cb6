namespace Holdfast;

/// <summary>Makes files that nobody but their owner can read, whatever the umask. Where there are no modes, the folder's rights hold.</summary>
internal static class PrivateFile
{
    /// <summary>The owner reads and writes, nobody else does anything.</summary>
    public const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private const UnixFileMode OfTheGroup = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute;
    private const UnixFileMode All = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | OfTheGroup
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>Makes a new file for writing. A name that is taken is refused, also when a link has it: nothing is written where that leads.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The open file; the caller disposes it.</returns>
    /// <exception cref="IOException">The name is taken, the folder is not there, or the disk fails.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be written to.</exception>
    public static FileStream Create(string path) => new(path, Options(FileMode.CreateNew, FileAccess.Write, OwnerOnly));

    /// <summary>How to open a file that nobody else has open; one that is not there is made with the mode.</summary>
    /// <remarks>The kernel lets go of it when the process ends, however it ends, and child processes do not inherit it.</remarks>
    public static FileStreamOptions Options(FileMode how, FileAccess access, UnixFileMode mode)
    {
        FileStreamOptions options = new() { Mode = how, Access = access, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = mode;
        }

        return options;
    }

    /// <summary>Opens a file that nobody else has open, or makes it with the mode; the open handle is a lock.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mode">Who may do what with a file that is made.</param>
    /// <returns>The open file, which the caller disposes; null when somebody has it open.</returns>
    /// <exception cref="IOException">The folder is not there, or the disk fails.</exception>
    /// <exception cref="UnauthorizedAccessException">The file cannot be written to.</exception>
    public static FileStream? TryOpenAlone(string path, UnixFileMode mode)
    {
        try
        {
            return new FileStream(path, Options(FileMode.OpenOrCreate, FileAccess.ReadWrite, mode));
        }
        catch (IOException exception) when (IsSharingViolation(exception))
        {
            return null;
        }
    }

    // Windows says ERROR_SHARING_VIOLATION; elsewhere the lock is flock(), whose refusal is EWOULDBLOCK: 11 on Linux, 35 on macOS.
    private static bool IsSharingViolation(IOException exception) =>
        OperatingSystem.IsWindows() ? exception.HResult == unchecked((int)0x80070020) : exception.HResult is 11 or 35;

    /// <summary>Gives a finished draft its name, in one step: at no moment has the file two names, as .NET's own move gives it.</summary>
    /// <exception cref="IOException">The name is taken, or the disk fails.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be written to.</exception>
    public static void Name(string draft, string path)
    {
        if (!OperatingSystem.IsLinux() || !TryRename(draft, path))
        {
            File.Move(draft, path, overwrite: false);
        }
    }

    private static bool TryRename(string draft, string path)
    {
        try
        {
            return NativeFiles.Rename(NativeFiles.WorkingFolder, draft, NativeFiles.WorkingFolder, path, NativeFiles.NoReplace) == 0;
        }
        catch (EntryPointNotFoundException)
        {
            return false;
        }
    }

    /// <summary>Gives a file the mode of the one that it is about to replace, if there is one.</summary>
    public static void TakeMode(string file, string replaced)
    {
        if (!OperatingSystem.IsWindows() && FileStatus.Of(replaced) is { Mode: not null } old && FileStatus.Of(file) is { } made)
        {
            File.SetUnixFileMode(file, ModeInPlaceOf(old, made));
        }
    }

    /// <summary>The decision: rights of a group are those of another group, where the new file has another one.</summary>
    internal static UnixFileMode ModeInPlaceOf(FileStatus old, FileStatus made) =>
        old.Mode!.Value & (old.Group == made.Group ? All : All & ~OfTheGroup);
}
