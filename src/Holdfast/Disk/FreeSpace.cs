namespace Holdfast;

/// <summary>What is free on a disk.</summary>
internal static class FreeSpace
{
    /// <summary>The bytes that this user may still write where a folder is, or will be. Thread safe; costs one system call.</summary>
    /// <param name="folder">Its full path.</param>
    /// <returns>Null when it cannot be told.</returns>
    public static long? At(string? folder)
    {
        try
        {
            while (folder is not null && !Directory.Exists(folder))
            {
                folder = Path.GetDirectoryName(folder);
            }

            if (folder is null)
            {
                return null;
            }

            DriveInfo disk = new(OperatingSystem.IsWindows() ? Path.GetPathRoot(folder)! : folder);
            return disk.TotalSize == 0 ? null : disk.AvailableFreeSpace;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
