namespace Holdfast.Tests.Shared;

/// <summary>The checkout that these tests were built from.</summary>
internal static class Repository
{
    /// <summary>A file of it.</summary>
    public static string File(params string[] path)
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (System.IO.File.Exists(Path.Combine(folder.FullName, "Holdfast.slnx")))
            {
                return Path.Combine([folder.FullName, .. path]);
            }
        }

        throw new FileNotFoundException($"Holdfast.slnx is not above {AppContext.BaseDirectory}.");
    }
}
