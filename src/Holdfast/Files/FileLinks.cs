namespace Holdfast;

/// <summary>Follows links, so that files which belong together stand beside the file that is meant, not beside a link to it.</summary>
internal static class FileLinks
{
    /// <summary>The full path, with links of its last name followed to the end. The file need not exist, and neither need what a link leads to.</summary>
    /// <param name="path">A path.</param>
    /// <returns>The path to use. The full path as it is where links lead in a circle, or nobody may look: whoever opens it says so.</returns>
    public static string Follow(string path)
    {
        path = Path.GetFullPath(path);
        try
        {
            return new FileInfo(path).LinkTarget is null ? path : File.ResolveLinkTarget(path, returnFinalTarget: true)!.FullName;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return path;
        }
    }
}
