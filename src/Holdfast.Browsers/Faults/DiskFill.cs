using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Holdfast.Browsers;

/// <summary>Fills the disk that holds a profile; only one that is small and holds nothing else, so never the user's own.</summary>
/// <param name="session">The session's record.</param>
/// <param name="registry">What else the session has on disk.</param>
[SuppressMessage(
    "Design", "CA1001:Types that own disposable fields should be disposable",
    Justification = "Release closes the file, and the session's end releases.")]
internal sealed class DiskFill(SessionRecord session, SessionRegistry registry)
{
    /// <summary>The largest disk that is filled.</summary>
    internal const long Largest = 1L << 30;

    private const int LargeBlock = 1 << 20;
    private const int SmallBlock = 1 << 12;

    private readonly Lock _gate = new();
    private FileStream? _fill;

    /// <summary>Why this disk is not filled; null when it may be.</summary>
    public string? WhyNot
    {
        get
        {
            if (!OperatingSystem.IsLinux())
            {
                return "only on Linux can be told which disk holds what";
            }

            if (!session.FreshProfile)
            {
                return $"the profile '{session.Profile}' is kept, and what a full disk does to it would be as well";
            }

            try
            {
                return WhyNotHere();
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                return $"what the disk of the profile '{session.Profile}' holds cannot be told: {EvidenceText.Clean(exception.Message)}";
            }
        }
    }

    /// <summary>Writes until nothing more can be written.</summary>
    /// <param name="isOver">True once it must not go on.</param>
    public void Fill(Func<bool> isOver)
    {
        lock (_gate)
        {
            if (isOver() || _fill is not null)
            {
                return;
            }

            // Nameless at once: whatever happens to this program, the kernel gives the space back.
            string file = Path.Combine(session.Profile, "holdfast-fill");
            _fill = new FileStream(file, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
            File.Delete(file);
            byte[] block = new byte[LargeBlock];
            int size = LargeBlock;
            while (size >= SmallBlock && !isOver())
            {
                try
                {
                    _fill.Write(block, 0, size);
                }
                catch (IOException)
                {
                    size /= 2;
                }
            }
        }
    }

    /// <summary>Gives the space back.</summary>
    public void Release()
    {
        lock (_gate)
        {
            _fill?.Dispose();
            _fill = null;
        }
    }

    private string? WhyNotHere()
    {
        string disk = $"the disk of the profile '{session.Profile}'";
        long size = new DriveInfo(session.Profile).TotalSize;
        if (size > Largest)
        {
            return string.Create(
                CultureInfo.InvariantCulture, $"{disk} has {size >> 20} MiB: only one of at most {Largest >> 20} MiB, for the profile alone, is filled");
        }

        if (WholeDisk.RootOf(session.Profile, File.ReadLines("/proc/self/mountinfo")) is not { } root)
        {
            return $"{disk} is not mounted as a whole above it: only one for the profile alone is filled";
        }

        // Others may come to these at any moment, also when they are empty now.
        string? other = Array.Find(
                [Path.GetTempPath(), Environment.CurrentDirectory, AppContext.BaseDirectory, "/dev/shm", "/"],
                folder => FileStatus.DeviceOf(folder) == FileStatus.DeviceOf(root))
            ?? WholeDisk.FindOther(root, [.. registry.PathsOf(session), Path.Combine(root, "lost+found")]);
        return other is null ? null : $"{disk} also holds '{other}': only one for the profile alone is filled";
    }
}
