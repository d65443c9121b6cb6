using System.Globalization;
using System.Text;

namespace Holdfast.Browsers;

/// <summary>The whole of the disk that holds a folder, and what else is on it.</summary>
internal static class WholeDisk
{
    /// <summary>Where all of it is seen; null when that cannot be told, or when only a part of it is mounted above the folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="mounts">The lines of <c>/proc/self/mountinfo</c>.</param>
    public static string? RootOf(string folder, IEnumerable<string> mounts)
    {
        if (FileStatus.DeviceOf(folder) is not var (major, minor))
        {
            return null;
        }

        string root = Path.GetFullPath(folder);
        while (Path.GetDirectoryName(root) is { } above && FileStatus.DeviceOf(above) == (major, minor))
        {
            root = above;
        }

        return mounts.Any(line => IsWhole(line, string.Create(CultureInfo.InvariantCulture, $"{major}:{minor}"), root)) ? root : null;
    }

    /// <summary>The first thing on it that is neither one of these nor a folder on the way to one; null when there is none.</summary>
    public static string? FindOther(string root, IReadOnlyCollection<string> known)
    {
        foreach (string entry in Directory.EnumerateFileSystemEntries(root))
        {
            if (known.Contains(entry))
            {
                continue;
            }

            bool leadsOn = known.Any(path => path.StartsWith(entry + Path.DirectorySeparatorChar, StringComparison.Ordinal));
            if ((leadsOn ? FindOther(entry, known) : entry) is { } other)
            {
                return other;
            }
        }

        return null;
    }

    // "36 35 98:0 /part /mnt/small rw,noatime master:1 - ext4 /dev/sdb rw": the fourth is what of the disk is seen at the fifth.
    private static bool IsWhole(string line, string device, string root) =>
        line.Split(' ') is [_, _, var number, "/", var mounted, ..] && number == device && Unescape(mounted) == root;

    // Blanks and the like are written as "\040".
    private static string Unescape(string text)
    {
        StringBuilder plain = new();
        for (int at = 0; at < text.Length; at++)
        {
            if (text[at] == '\\' && at + 3 < text.Length)
            {
                _ = plain.Append((char)Convert.ToInt32(text.Substring(at + 1, 3), 8));
                at += 3;
            }
            else
            {
                _ = plain.Append(text[at]);
            }
        }

        return plain.ToString();
    }
}
