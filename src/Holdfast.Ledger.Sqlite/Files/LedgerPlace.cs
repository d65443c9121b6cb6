namespace Holdfast.Ledger.Sqlite;

/// <summary>Where a ledger really is, and whether one can be kept there.</summary>
/// <remarks>Log, locks and SQLite's own files stand beside the file that is meant, not beside a link to it. So everybody who makes one of them asks
/// here, and one ledger has one of each, whatever names lead to it.</remarks>
internal static class LedgerPlace
{
    private const string Purpose = "open";

    /// <summary>Files of SQLite's own beside a ledger: its write-ahead log, the index of that, and the journal of a file that has no log.</summary>
    private static readonly string[] s_companions = ["-wal", "-shm", "-journal"];

    /// <summary>The resolved path of a ledger that is there, or of one that can be made.</summary>
    /// <exception cref="LedgerException">It is no file, or cannot be kept safely where it is, or its folder does not exist.</exception>
    public static string Require(string path)
    {
        string real = FileLinks.Follow(path);
        try
        {
            (FileStatus? named, FileStatus? file) = (FileStatus.Of(path), FileStatus.Of(real));
            if (Judge(named, file, FileStatus.Of(Path.GetDirectoryName(real) ?? real)) is { } problem)
            {
                throw LedgerErrors.Make(problem.Fault, real, Purpose, problem.Detail, problem.Remedy);
            }

            foreach (string companion in s_companions.Select(suffix => real + suffix))
            {
                RequireRegular(companion, real);
            }
            // Asked in this order, since another process may make both meanwhile: first the file.
            if (s_companions.Where(suffix => suffix != "-shm").Select(suffix => new FileInfo(real + suffix))
                .FirstOrDefault(left => left is { Exists: true, Length: > 0 }) is { } orphan && FileStatus.Of(real) is null)
            {
                // SQLite would take it for the new file's own, and mix the two.
                throw LedgerErrors.Make(
                    LedgerFault.Misplaced, real, Purpose, $"it is not there, and '{orphan.FullName}', which holds its newest commits, is",
                    "Put the ledger back beside it, or move that file away as well.");
            }

            return real;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw LedgerErrors.From(error, real, Purpose);
        }
    }

    /// <summary>Refuses a pipe or a device in the place of a file that belongs to a ledger: to open it could wait for ever. And a link back to the
    /// ledger: what is written there, such as lines of a log, would destroy it.</summary>
    /// <exception cref="LedgerException">It is there, and is no file of its own.</exception>
    public static void RequireRegular(string companion, string ledger)
    {
        if (FileStatus.Of(companion) is { } status && (status.Kind != FileKind.Regular || status.Identity == FileStatus.Of(ledger)?.Identity))
        {
            string what = status.Kind == FileKind.Regular ? "is the ledger itself" : "is not a file";
            throw LedgerErrors.Make(
                LedgerFault.Misplaced, ledger, Purpose, $"'{companion}', which belongs to it, {what}", "Move that away, or choose another path.");
        }
    }

    /// <summary>What the group may do with the files beside a ledger: what it may with the ledger, so that a shared one can be worked on by all of
    /// them. Nobody else may do anything.</summary>
    public static UnixFileMode ModeBeside(string ledger) => FileStatus.Of(ledger)?.Mode is { } mode && mode.HasFlag(UnixFileMode.GroupWrite)
        ? PrivateFile.OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.GroupWrite
        : PrivateFile.OwnerOnly;

    /// <summary>What somebody else could do to a ledger in this folder; null when nobody can.</summary>
    /// <param name="ledger">The resolved path.</param>
    public static string? Risk(string ledger)
    {
        const UnixFileMode Everybody = UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
        string folder = Path.GetDirectoryName(ledger)!;
        return FileStatus.Of(folder)?.Mode is { } mode && (mode & Everybody) == Everybody && !mode.HasFlag(UnixFileMode.StickyBit)
            ? $"everybody on this machine can replace the files in '{folder}', the ledger as well: take that right away with 'chmod o-w'"
            : null;
    }

    /// <summary>The decision, in words; null when a ledger can be there.</summary>
    /// <param name="named">What the path leads to; null for nothing.</param>
    /// <param name="file">The same for the resolved path.</param>
    /// <param name="folder">The folder of that.</param>
    internal static (LedgerFault Fault, string Detail, string? Remedy)? Judge(FileStatus? named, FileStatus? file, FileStatus? folder) => (named, file) switch
    {
        ({ Kind: FileKind.Folder }, _) => (LedgerFault.NotALedger, "it is a folder", null),
        ({ Kind: FileKind.Special }, _) => (LedgerFault.NotALedger, "it is not a file but a pipe, a socket or a device", null),
        ({ Links: 0 }, _) => (LedgerFault.NotALedger, "it was deleted and is only held open", null),
        _ when named?.Identity != file?.Identity => (LedgerFault.NotALedger, "it has no name of its own that leads to it", null),
        ({ Links: > 1 and var names }, _) => (
            LedgerFault.Misplaced,
            $"the file has {names} names (hard links), and its newest commits stand beside one of them only",
            "Remove the other names ('find / -samefile' lists them), or use a copy."),
        _ when folder is not { Kind: FileKind.Folder } => (
            LedgerFault.NotFound, "its folder does not exist", "Check the path, or make the folder first."),
        _ when file is { Mount: { } mount } && folder.Mount is { } around && mount != around => (
            LedgerFault.Misplaced,
            "it is mounted as a single file, and its newest commits stand beside it, outside the mount", "Mount its folder instead of the file."),
        _ => null,
    };
}
