using System.Text;
using System.Text.Json;

namespace Holdfast.Ledger.Sqlite;

/// <summary>Keeps a second copy of a program from running the same action on the same ledger.</summary>
/// <remarks>
/// The lock is an open handle on <c>&lt;ledger&gt;.&lt;action&gt;.lock</c>: the kernel releases it when the process ends, however it ends, and child
/// processes do not inherit it. A link to the ledger leads to the same lock. Who holds it stands beside it, in
/// <c>&lt;ledger&gt;.&lt;action&gt;.owner</c>, for the message only. The lock file stays behind, empty:
/// deleting it would let two processes lock two files of one name.
/// </remarks>
public sealed class RunLock : IDisposable
{
    private readonly FileStream _handle;
    private readonly string _ownerFile;
    private bool _disposed;

    private RunLock(FileStream handle, string ownerFile) => (_handle, _ownerFile) = (handle, ownerFile);

    /// <summary>Takes the lock, or says at once who holds it. Never waits.</summary>
    /// <param name="ledgerPath">The ledger. It need not exist; its folder must.</param>
    /// <param name="action">The action's name.</param>
    /// <param name="time">The clock for the time it is held since.</param>
    /// <returns>The lock; held until disposed or until the process ends.</returns>
    /// <exception cref="RunLockedException">Another process, or another part of this one, holds it.</exception>
    /// <exception cref="LedgerException">The ledger cannot be kept there, the lock cannot be created, or its file system has no locks.</exception>
    public static RunLock Acquire(string ledgerPath, string action, TimeProvider time)
    {
        ArgumentException.ThrowIfNullOrEmpty(ledgerPath);
        ArgumentException.ThrowIfNullOrEmpty(action);
        ArgumentNullException.ThrowIfNull(time);
        ledgerPath = LedgerPlace.Require(ledgerPath);
        string stem = $"{ledgerPath}.{FileName(action)}";
        string ownerFile = stem + ".owner";
        LedgerPlace.RequireRegular(stem + ".lock", ledgerPath);
        LedgerPlace.RequireRegular(ownerFile, ledgerPath);
#pragma warning disable CA2000 // The returned lock owns the handle.
        FileStream handle = TryLock(stem + ".lock", ledgerPath) ?? throw new RunLockedException(action, stem + ".lock", ReadOwner(ownerFile));
#pragma warning restore CA2000
        try
        {
            ProveLocked(stem + ".lock", ledgerPath);
            WriteOwner(ownerFile, new RunLockOwner(OwnerProcess.Current, time.GetUtcNow()));
            return new RunLock(handle, ownerFile);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>Releases the lock. May be called twice.</summary>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        try
        {
            File.Delete(_ownerFile);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // It only names an owner; the handle is the lock.
        }

        _handle.Dispose();
    }

    private static FileStream? TryLock(string path, string ledgerPath)
    {
        try
        {
            return PrivateFile.TryOpenAlone(path, LedgerPlace.ModeBeside(ledgerPath));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw LedgerErrors.From(error, ledgerPath, "take the run's lock");
        }
    }

    /// <summary>Some file systems, and a switch of the runtime, turn locks into nothing without a word: a second handle must be refused.</summary>
    private static void ProveLocked(string path, string ledgerPath)
    {
        using FileStream? second = TryLock(path, ledgerPath);
        if (second is not null)
        {
            throw LedgerErrors.Make(
                LedgerFault.Other, ledgerPath, "take the run's lock", "this file system, or DOTNET_SYSTEM_IO_DISABLEFILELOCKING, makes file locks ineffective");
        }
    }

    /// <summary>The owner, if what stands there is true: a dead owner's note is not believed.</summary>
    private static RunLockOwner? ReadOwner(string ownerFile)
    {
        try
        {
            RunLockOwner? owner = JsonSerializer.Deserialize(File.ReadAllBytes(ownerFile), RunLockOwnerJson.Default.RunLockOwner);
            return owner is null || (owner.Process.IsOfThisBoot && !owner.Process.IsRunning) ? null : owner;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    private static void WriteOwner(string ownerFile, RunLockOwner owner)
    {
        string draft = ownerFile + ".new";
        File.Delete(draft);
        using (FileStream file = PrivateFile.Create(draft))
        {
            JsonSerializer.Serialize(file, owner, RunLockOwnerJson.Default.RunLockOwner);
        }

        File.Move(draft, ownerFile, overwrite: true);
    }

    /// <summary>A file name that differs wherever the action's name does.</summary>
    private static string FileName(string action)
    {
        StringBuilder name = new();
        foreach (Rune rune in action.EnumerateRunes())
        {
            if (rune.IsAscii && (char.IsAsciiLetterLower((char)rune.Value) || char.IsAsciiDigit((char)rune.Value) || rune.Value is '-' or '_'))
            {
                name.Append(rune);
            }
            else
            {
                name.Append(System.Globalization.CultureInfo.InvariantCulture, $"%{rune.Value:x}");
            }
        }

        return name.ToString();
    }
}
