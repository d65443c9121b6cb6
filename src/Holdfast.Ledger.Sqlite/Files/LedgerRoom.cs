using System.Globalization;

namespace Holdfast.Ledger.Sqlite;

/// <summary>Asks for room on the ledger's disk before it is needed.</summary>
internal static class LedgerRoom
{
    /// <summary>Throws when the disk that holds a file has too little room left. Thread safe; costs one system call.</summary>
    /// <param name="path">A file; it need not exist yet.</param>
    /// <param name="bytes">How many bytes must be free for this user.</param>
    /// <exception cref="LedgerException">With <see cref="LedgerFault.DiskFull"/>: there is less. Where the system cannot tell, nothing is thrown.</exception>
    public static void Require(string path, long bytes)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Available(path) is { } available && Judge(available, bytes) is { } problem)
        {
            throw LedgerErrors.Make(LedgerFault.DiskFull, Path.GetFullPath(path), "go on", problem);
        }
    }

    /// <summary>The decision: null when there is room enough, otherwise what is wrong.</summary>
    internal static string? Judge(long available, long required) => available >= required
        ? null
        : string.Create(CultureInfo.InvariantCulture, $"{Megabytes(available)} MB are free on the disk, {Megabytes(required)} MB are needed");

    // Rounded apart, so that "1 MB free, 1 MB needed" is never said of too little.
    private static string Megabytes(long bytes) => (bytes / 1e6).ToString("0.0##", CultureInfo.InvariantCulture);

    private static long? Available(string path)
    {
        try
        {
            return FreeSpace.At(Path.GetDirectoryName(FileLinks.Follow(path)));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
