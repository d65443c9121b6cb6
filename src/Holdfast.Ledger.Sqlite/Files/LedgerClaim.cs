using System.Buffers.Binary;
using System.Text.RegularExpressions;

namespace Holdfast.Ledger.Sqlite;

/// <summary>Tells whether a file is a ledger or belongs to one, so that nothing is written in its place. Files are compared by what they are: a
/// name may lead through links to anything.</summary>
internal static partial class LedgerClaim
{
    private const int HeaderLength = 72;
    private const int MarkAt = 68;

    /// <summary>What a file is, after 'it is'; null when it is no ledger's.</summary>
    /// <param name="output">The file's full path, links followed.</param>
    /// <param name="ledger">The path of the ledger that is open.</param>
    /// <exception cref="IOException">It cannot be told.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be read.</exception>
    public static string? Of(string output, string ledger)
    {
        (string folder, string name) = (Path.GetDirectoryName(output)!, Path.GetFileName(output));
        string ledgerFolder = Path.GetDirectoryName(ledger)!;
        if (FileStatus.Of(folder)?.Identity == FileStatus.Of(ledgerFolder)?.Identity && Belongs(name, Path.GetFileName(ledger)))
        {
            return "the open ledger or belongs to it";
        }

        if (FileStatus.Of(output) is { } file)
        {
            // Before any is read: this process must not open and close a file that SQLite has open in it.
            if (Directory.EnumerateFiles(ledgerFolder, Path.GetFileName(ledger) + "*").Append(ledger)
                .Any(own => Belongs(Path.GetFileName(own), Path.GetFileName(ledger)) && FileStatus.Of(own)?.Identity == file.Identity))
            {
                return "the open ledger or belongs to it, under another name";
            }

            if (Content(output) is { } content)
            {
                return content;
            }
        }

        FileIdentity? open = FileStatus.Of(ledger)?.Identity;
        string? owner = Enumerable.Range(1, Math.Max(0, name.Length - 1))
            .Select(length => name[..length])
            .Where(start => Belongs(name, start))
            .FirstOrDefault(start => FileStatus.Of(Path.Combine(folder, start)) is { Kind: FileKind.Regular } status
                && (status.Identity == open || Content(Path.Combine(folder, start)) == ALedger));
        return owner is null ? null : $"a file of the ledger '{owner}'";
    }

    private const string ALedger = "a ledger";

    /// <summary>What the first bytes say: https://sqlite.org/fileformat2.html.</summary>
    private static string? Content(string path)
    {
        Span<byte> header = stackalloc byte[HeaderLength];
        header.Clear();
        using (FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0))
        {
            file.ReadAtLeast(header, HeaderLength, throwOnEndOfStream: false);
        }

        if (header.StartsWith("SQLite format 3\0"u8))
        {
            return BinaryPrimitives.ReadInt32BigEndian(header[MarkAt..]) == LedgerSchema.ApplicationId ? ALedger : null;
        }

        // A write-ahead log says nothing of what it belongs to.
        return BinaryPrimitives.ReadUInt32BigEndian(header) is 0x377f0682 or 0x377f0683 ? "the write-ahead log of a database" : null;
    }

    /// <summary>Whether a name is that of a ledger or of a file beside it: SQLite's, the logs, the locks.</summary>
    private static bool Belongs(string name, string ledger) =>
        name.StartsWith(ledger, OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal)
        && (name.Length == ledger.Length || Companion().IsMatch(name[ledger.Length..]));

    [GeneratedRegex(@"^(-wal|-shm|-journal|(_\d+)?\.log|\..+\.(lock|owner))$")]
    private static partial Regex Companion();
}
