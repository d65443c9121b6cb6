using System.Globalization;
using System.Net;

namespace Holdfast.Browsers;

/// <summary>
/// Chromium's own lock on a profile: a link that names a host and a process, which a browser that was killed leaves behind. Chromium takes it over on
/// the host that it names only; a container that was killed has another name when it comes back. Here the kernel is asked who has the profile's files
/// open.
/// </summary>
internal static class SingletonLock
{
    private const string Link = "SingletonLock";
    private static readonly string[] s_links = [Link, "SingletonCookie", "SingletonSocket"];

    /// <summary>Takes a lock away that nobody can hold. Linux; elsewhere Chromium decides.</summary>
    /// <param name="profile">The profile's folder; nobody else may be about to do the same.</param>
    /// <exception cref="SessionSetupException">Somebody holds it, or may hold it.</exception>
    public static void Free(string profile)
    {
        if (!OperatingSystem.IsLinux() || new FileInfo(Path.Combine(profile, Link)).LinkTarget is not { } holder)
        {
            return;
        }

        int dash = holder.LastIndexOf('-');
        if (dash > 0 && int.TryParse(holder.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int pid))
        {
            bool here = holder[..dash] == Dns.GetHostName();
            string host = EvidenceText.Clean(holder[..dash]);
            if (ProfileFiles.AreOpen(profile) || (here && OpensProfile(pid, profile)))
            {
                throw ProfileLock.InUse(profile, string.Create(CultureInfo.InvariantCulture, $"a browser, process {pid} on {host}"));
            }

            if (!here && !ProfileFiles.AreOfThisMachine(profile))
            {
                throw new SessionSetupException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"The browser's profile '{profile}' may be in use by a browser, process {pid} on {host}: other machines may share its disk. ")
                    + $"If none runs there, delete '{Path.Combine(profile, Link)}'; or name another profile.");
            }
        }

        foreach (string link in s_links)
        {
            File.Delete(Path.Combine(profile, link));
        }
    }

    // It has just started, and has not opened its files yet.
    private static bool OpensProfile(int pid, string profile) =>
        ProcessStat.Read(pid) is { IsRunning: true } && CommandLine.Of(pid).Has("--user-data-dir=" + profile);
}
