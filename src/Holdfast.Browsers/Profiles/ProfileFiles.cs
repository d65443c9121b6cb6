using Microsoft.Win32.SafeHandles;

namespace Holdfast.Browsers;

/// <summary>What the kernel says about a profile's files, on Linux.</summary>
internal static class ProfileFiles
{
    // A browser locks each of its databases for as long as it runs; the deepest such file is at Default/Local Storage/leveldb/LOCK.
    private const string Database = "LOCK";
    private const int Depth = 4;

    /// <summary>True when a process, of whatever container of this machine, has one of the profile's databases open.</summary>
    public static bool AreOpen(string profile) => Directory
        .EnumerateFiles(profile, Database, new EnumerationOptions
        {
            RecurseSubdirectories = true,
            MaxRecursionDepth = Depth,
            AttributesToSkip = FileAttributes.ReparsePoint,
        })
        .Any(IsLocked);

    /// <summary>True when no other machine can have the folder mounted.</summary>
    public static bool AreOfThisMachine(string profile)
    {
        try
        {
            return new DriveInfo(profile).DriveType is DriveType.Fixed or DriveType.Ram;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return false;
        }
    }

    private static bool IsLocked(string file)
    {
        try
        {
            using SafeFileHandle handle = File.OpenHandle(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return NativeMethods.IsLocked((int)handle.DangerousGetHandle());
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Deleted meanwhile; or somebody else's, and then the launch says so.
            return false;
        }
    }
}
