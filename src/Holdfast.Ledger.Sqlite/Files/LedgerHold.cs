namespace Holdfast.Ledger.Sqlite;

/// <summary>The files that a ledger's connection has open. On Unix a file can be deleted, moved or replaced under it, and every commit would still
/// succeed, into a file that nobody finds again. Not thread safe.</summary>
internal sealed class LedgerHold
{
    private readonly string _path;
    private readonly FileIdentity? _file;
    private readonly FileIdentity? _log;
    private readonly FileIdentity? _index;

    /// <summary>Remembers them.</summary>
    /// <param name="path">The ledger, resolved and opened.</param>
    /// <exception cref="LedgerException">The system cannot say which files they are, or the ledger is gone already.</exception>
    public LedgerHold(string path)
    {
        _path = path;
        _file = Look(path, "open") ?? throw LedgerErrors.Make(LedgerFault.Replaced, path, "open", "it was deleted or moved while it was opened");

        // Where a file system has no shared memory, there is no log.
        _log = Look(LogOf(path), "open");
        _index = Look(IndexOf(path), "open");
    }

    /// <summary>Throws when a commit would go where nobody finds it. Costs three system calls.</summary>
    /// <param name="purpose">What it is asked for, after 'could not'.</param>
    /// <exception cref="LedgerException">With <see cref="LedgerFault.Replaced"/>: the files are not what they were. Otherwise the system cannot
    /// say.</exception>
    public void Require(string purpose)
    {
        FileIdentity? now = Look(_path, purpose);
        if (now != _file)
        {
            string meanwhile = now is null ? "" : "another file is in its place, and ";
            throw LedgerErrors.Make(
                LedgerFault.Replaced, _path, purpose, meanwhile + (Whereabouts() is { } moved ? $"it is '{moved}' now" : "it was deleted or moved"));
        }

        Require(_log, LogOf(_path), "write-ahead log", purpose);

        // The locks are in it: with another one, another process does not know that we are here, and each undoes what the other commits.
        Require(_index, IndexOf(_path), "shared memory", purpose);
    }

    private void Require(FileIdentity? file, string path, string name, string purpose)
    {
        if (file is not null && Look(path, purpose) != file)
        {
            throw LedgerErrors.Make(
                LedgerFault.Replaced, _path, purpose, $"its {name} '{path}' was deleted, moved or replaced",
                "Leave the ledger's files to the job while it runs; run again.");
        }
    }

    /// <summary>Whether the log may be copied into the file: not when somebody may have that open under another name, with another log. A deleted
    /// file nobody can have; its log must not be left, or it would be taken for that of the next file of its name.</summary>
    public bool MayTruncateLog()
    {
        try
        {
            string? place = Look(_path, "close") == _file ? _path : Whereabouts();
            return place is null ? IsDeleted() : IsOursOrGone(_log, LogOf(place)) && IsOursOrGone(_index, IndexOf(place));
        }
        catch (LedgerException)
        {
            return false;
        }
    }

    /// <summary>Where the file is that the connection has open; null when it is deleted, or where nobody can say.</summary>
    private string? Whereabouts() => Handles().Select(handle => new FileInfo(handle.Name).LinkTarget).FirstOrDefault(File.Exists);

    private bool IsDeleted() => Handles().Any(handle => handle.Status.Links == 0);

    /// <summary>This process's handles on the file, as the kernel lists them.</summary>
    private IReadOnlyList<(string Name, FileStatus Status)> Handles()
    {
        try
        {
            return OperatingSystem.IsLinux()
                ? [.. Directory.EnumerateFileSystemEntries("/proc/self/fd")
                    .Select(name => (name, FileStatus.Of(name)))
                    .Where(handle => handle.Item2?.Identity == _file)
                    .Select(handle => (handle.name, handle.Item2!))]
                : [];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private FileIdentity? Look(string path, string purpose)
    {
        try
        {
            return FileStatus.Of(path)?.Identity;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw LedgerErrors.From(error, _path, purpose);
        }
    }

    private bool IsOursOrGone(FileIdentity? file, string path) => Look(path, "close") is not { } now || now == file;

    private static string IndexOf(string path) => path + "-shm";

    private static string LogOf(string path) => path + "-wal";
}
