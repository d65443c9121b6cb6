using System.Runtime.InteropServices;

namespace Holdfast;

/// <summary>What the system knows of a file.</summary>
/// <param name="Identity">Which file it is.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Links">How many names it has; 1 where the system does not tell. 0 for one that is deleted and still open.</param>
/// <param name="Owner">Its owner's id; null where the system does not tell.</param>
/// <param name="Group">Its group's id; null where the system does not tell.</param>
/// <param name="Mode">Who may do what with it; null where there are no modes.</param>
/// <param name="Mount">The mount that its name leads through; null where the system does not tell.</param>
/// <remarks>Asked by name. No handle of ours is opened: closing one would drop the locks that SQLite has on the file in this process.</remarks>
internal sealed record FileStatus(FileIdentity Identity, FileKind Kind, uint Links, uint? Owner, uint? Group, UnixFileMode? Mode, ulong? Mount)
{
    private const int NotPermitted = 1;
    private const int NoEntry = 2;
    private const int AccessDenied = 13;
    private const int NotAFolder = 20;
    private const int NoSuchCall = 38;

    // The layout of `struct statx` is the same on all architectures.
    private const int SizeOfAnswer = 256;
    private const int Known = 0;
    private const int LinksAt = 16;
    private const int OwnerAt = 20;
    private const int GroupAt = 24;
    private const int ModeAt = 28;
    private const int NumberAt = 32;
    private const int MajorAt = 136;
    private const int MinorAt = 140;
    private const int MountAt = 144;
    private const uint BasicStatus = 0x7ff;
    private const uint MountId = 0x1000;
    private const int NoFollow = 0x100;
    private const int TypeOfMode = 0xF000;
    private const int RegularType = 0x8000;
    private const int FolderType = 0x4000;

    /// <summary>Asks, links followed.</summary>
    /// <param name="path">A file, a folder or anything else.</param>
    /// <returns>The answer; null when there is nothing of that name.</returns>
    /// <exception cref="IOException">The system cannot say, for example because links lead in a circle.</exception>
    /// <exception cref="UnauthorizedAccessException">A folder on the way must not be looked into.</exception>
    public static FileStatus? Of(string path) => OperatingSystem.IsLinux() ? OfLinux(path, flags: 0) : Nearest(path);

    /// <summary>Whose a name is: of a link, the link's own owner. Null when there is nothing of that name, when it cannot be told, and off Linux.</summary>
    public static uint? OwnerOf(string path)
    {
        try
        {
            return OperatingSystem.IsLinux() ? OfLinux(path, NoFollow)?.Owner : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Which disk a file or folder is on; null when there is nothing of that name, when it cannot be told, and off Linux.</summary>
    public static (uint Major, uint Minor)? DeviceOf(string path)
    {
        try
        {
            return OperatingSystem.IsLinux() && OfLinux(path, flags: 0) is { Identity: { Path: null, Device: var device } }
                ? ((uint)(device >> 32), (uint)device)
                : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static FileStatus? OfLinux(string path, int flags)
    {
        byte[] answer = new byte[SizeOfAnswer];
        try
        {
            if (NativeFiles.Statx(NativeFiles.WorkingFolder, path, flags, BasicStatus | MountId, answer) == 0)
            {
                return Read(answer);
            }
        }
        catch (EntryPointNotFoundException)
        {
            return Nearest(path);
        }

        int error = Marshal.GetLastPInvokeError();
        return error switch
        {
            NoEntry or NotAFolder => null,

            // An old kernel, or a container whose filter does not know the call.
            NoSuchCall or NotPermitted => Nearest(path),
            AccessDenied => throw new UnauthorizedAccessException($"Access to the path '{path}' is denied."),
            _ => throw new IOException($"{Marshal.GetPInvokeErrorMessage(error)}: '{path}'", error),
        };
    }

    private static FileStatus Read(byte[] answer)
    {
        ushort mode = BitConverter.ToUInt16(answer, ModeAt);
        ulong device = ((ulong)BitConverter.ToUInt32(answer, MajorAt) << 32) | BitConverter.ToUInt32(answer, MinorAt);
        return new FileStatus(
            new FileIdentity(device, BitConverter.ToUInt64(answer, NumberAt)),
            (mode & TypeOfMode) switch
            {
                RegularType => FileKind.Regular,
                FolderType => FileKind.Folder,
                _ => FileKind.Special,
            },
            BitConverter.ToUInt32(answer, LinksAt),
            BitConverter.ToUInt32(answer, OwnerAt),
            BitConverter.ToUInt32(answer, GroupAt),
            (UnixFileMode)(mode & ~TypeOfMode),
            (BitConverter.ToUInt32(answer, Known) & MountId) != 0 ? BitConverter.ToUInt64(answer, MountAt) : null);
    }

    /// <summary>What .NET knows everywhere. A file that takes the place of another is told by its time of creation.</summary>
    private static FileStatus? Nearest(string path)
    {
        path = Path.GetFullPath(path);
        FileSystemInfo info = Directory.Exists(path) ? new DirectoryInfo(path) : new FileInfo(path);
        if (!info.Exists)
        {
            return null;
        }

        return new FileStatus(
            new FileIdentity(0, (ulong)info.CreationTimeUtc.Ticks, OperatingSystem.IsWindows() ? path.ToUpperInvariant() : path),
            info is DirectoryInfo ? FileKind.Folder : (info.Attributes & FileAttributes.Device) != 0 ? FileKind.Special : FileKind.Regular,
            Links: 1,
            Owner: null,
            Group: null,
            OperatingSystem.IsWindows() ? null : info.UnixFileMode,
            Mount: null);
    }
}
