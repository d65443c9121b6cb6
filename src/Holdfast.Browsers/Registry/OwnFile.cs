namespace Holdfast.Browsers;

/// <summary>Files and folders that are this user's, and nobody else's to read or change.</summary>
internal static class OwnFile
{
    private const UnixFileMode OthersWrite = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    /// <summary>True when this user owns it and nobody else may write to it. A link is not followed, and is not his. Always true off Linux.</summary>
    public static bool Is(string path) =>
        !OperatingSystem.IsLinux()
        || (FileStatus.OwnerOf(path) is { } owner && owner == ProcessUser.Own
            && new FileInfo(path) is { LinkTarget: null } file && (file.UnixFileMode & OthersWrite) == 0);

    /// <summary>Makes a folder that only this user may enter. One that is there already stays as it is.</summary>
    public static void MakeFolder(string folder)
    {
        _ = OperatingSystem.IsWindows()
            ? Directory.CreateDirectory(folder)
            : Directory.CreateDirectory(folder, PrivateFile.OwnerOnly | UnixFileMode.UserExecute);
    }
}
