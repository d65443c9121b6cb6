namespace Holdfast.App;

/// <summary>The file that an export writes: a file that is there or can be, and nothing else.</summary>
internal static class ExportTarget
{
    /// <summary>The full path, with links followed: the export replaces the file, never a link to it.</summary>
    /// <exception cref="UsageException">It is a folder or a device, or its folder is not there.</exception>
    public static string Resolve(string output)
    {
        if (string.IsNullOrWhiteSpace(output) || output == "-")
        {
            throw new UsageException("--output must name a file: an export is whole or not there, which a pipe cannot be.");
        }

        string path = Path.GetFullPath(output);
        if (Directory.Exists(path))
        {
            throw new UsageException($"--output must name a file, and '{path}' is a folder.");
        }

        // Asked of the name first: what /dev/stdout leads to is not what was meant.
        if (IsDevice(path))
        {
            throw Device(path);
        }

        path = new FileInfo(path).LinkTarget is null ? path : File.ResolveLinkTarget(path, returnFinalTarget: true)!.FullName;
        if (!Directory.Exists(Path.GetDirectoryName(path)))
        {
            throw new UsageException($"--output names a folder that does not exist: '{Path.GetDirectoryName(path)}'. Make it first.");
        }

        return IsDevice(path) ? throw Device(path) : path;
    }

    private static UsageException Device(string path) => new($"--output must name a file, and '{path}' is a device or a pipe.");

    private static bool IsDevice(string path) =>
        path.StartsWith("/dev/", StringComparison.Ordinal)
        || path.StartsWith("/proc/", StringComparison.Ordinal)
        || (File.Exists(path) && (File.GetAttributes(path) & FileAttributes.Device) != 0);
}
