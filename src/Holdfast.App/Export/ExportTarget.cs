namespace Holdfast.App;

/// <summary>The file that an export writes: a file that is there or can be, and nothing else.</summary>
internal static class ExportTarget
{
    /// <summary>The full path, with links followed: the export replaces the file, never a link to it.</summary>
    /// <exception cref="UsageException">It is no file, cannot be replaced, or its folder is not there.</exception>
    public static string Resolve(string output)
    {
        if (string.IsNullOrWhiteSpace(output) || output == "-")
        {
            throw new UsageException("--output must name a file: an export is whole or not there, which a pipe cannot be.");
        }

        string path = Path.GetFullPath(output);
        string real = FileLinks.Follow(path);
        try
        {
            return Judge(path, FileStatus.Of(path), real, FileStatus.Of(Path.GetDirectoryName(real) ?? real)) is { } problem
                ? throw new UsageException(problem)
                : real;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--output cannot be used. {exception.Message.TrimEnd('.')}. Choose another name.");
        }
    }

    /// <summary>The decision, in words; null when the file can be written.</summary>
    private static string? Judge(string path, FileStatus? file, string real, FileStatus? folder)
    {
        if (file is { Kind: FileKind.Folder })
        {
            return $"--output must name a file, and '{path}' is a folder.";
        }

        // Asked of the names as well: what /dev/stdout leads to may be a file, and is not what was meant.
        if (file is { Kind: FileKind.Special } || IsDevice(path) || IsDevice(real))
        {
            return $"--output must name a file, and '{path}' is a device or a pipe.";
        }

        if (folder is not { Kind: FileKind.Folder })
        {
            return $"--output names a folder that does not exist: '{Path.GetDirectoryName(real)}'. Make it first.";
        }

        return file is { Mount: { } mount } && folder.Mount is { } around && mount != around
            ? $"--output must name a file that can be replaced, and '{real}' is mounted as a single file. Mount its folder instead."
            : null;
    }

    private static bool IsDevice(string path) =>
        path.StartsWith("/dev/", StringComparison.Ordinal) || path.StartsWith("/proc/", StringComparison.Ordinal);
}
