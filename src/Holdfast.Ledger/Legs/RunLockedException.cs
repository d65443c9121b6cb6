using System.Globalization;

namespace Holdfast.Ledger;

/// <summary>Another copy runs the same action on the same ledger. Nothing was started.</summary>
public sealed class RunLockedException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="action">The action.</param>
    /// <param name="lockFile">The lock's full path.</param>
    /// <param name="owner">Who holds it; null when that is not known, as while it starts.</param>
    internal RunLockedException(string action, string lockFile, RunLockOwner? owner)
        : base(Describe(action, lockFile, owner))
    {
        Action = action;
        LockFile = lockFile;
        Owner = owner;
    }

    /// <summary>The action.</summary>
    public string Action { get; }

    /// <summary>The lock's full path.</summary>
    public string LockFile { get; }

    /// <summary>Who holds it; null when that is not known, as while it starts.</summary>
    internal RunLockOwner? Owner { get; }

    private static string Describe(string action, string lockFile, RunLockOwner? owner)
    {
        string who = owner is null
            ? "by a process that has not named itself"
            : string.Create(
                CultureInfo.InvariantCulture,
                $"by process {owner.Process.Pid} on {owner.Process.Host}, since {owner.Since:yyyy-MM-dd HH:mm:ss} UTC");
        return $"The action '{action}' is already running, {who} ('{lockFile}'). Wait for it or stop it; the next start resumes its run.";
    }
}
