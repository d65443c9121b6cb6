using System.Globalization;
using System.Net;

namespace Holdfast.Browsers;

/// <summary>
/// A kept profile, taken by one session: held by the kernel until the session is ended or the job is gone, however that ends, also across containers
/// that share the folder. Who holds it stands beside it, for the message only.
/// </summary>
internal sealed class ProfileLock : IDisposable
{
    private const string LockName = "holdfast.lock";
    private const string OwnerName = "holdfast.owner";

    private readonly FileStream _handle;

    private ProfileLock(FileStream handle) => _handle = handle;

    /// <summary>Takes a profile, or says at once who holds it: another job of ours, or any browser.</summary>
    /// <param name="profile">Its folder; made when it is missing.</param>
    /// <exception cref="SessionSetupException">Somebody holds it, or may hold it.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be written.</exception>
    public static ProfileLock Take(string profile)
    {
        string folder = Path.GetFullPath(profile);
        OwnFile.MakeFolder(folder);
        string owner = Path.Combine(folder, OwnerName);
        FileStream? handle = PrivateFile.TryOpenAlone(Path.Combine(folder, LockName), PrivateFile.OwnerOnly);
        try
        {
            if (handle is null)
            {
                throw InUse(folder, ReadOwner(owner));
            }

            SingletonLock.Free(folder);
            File.WriteAllText(owner, string.Create(CultureInfo.InvariantCulture, $"process {Environment.ProcessId} on {Dns.GetHostName()}"));
            return new ProfileLock(handle);
        }
        catch
        {
            handle?.Dispose();
            throw;
        }
    }

    /// <summary>Somebody holds a profile.</summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="holder">Who, as a phrase.</param>
    public static SessionSetupException InUse(string folder, string holder) =>
        new($"The browser's profile '{folder}' is in use by {holder}. Wait for it or close it, or name another profile.")
        {
            Fault = SessionSetupFault.ProfileInUse,
        };

    /// <summary>Gives it back. May be called twice.</summary>
    public void Dispose() => _handle.Dispose();

    private static string ReadOwner(string file)
    {
        try
        {
            return EvidenceText.Clean(File.ReadAllText(file));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "another job";
        }
    }
}
