using System.Globalization;

namespace Holdfast.Selenium;

/// <summary>Fills the disk that holds a profile; only one that is small and holds nothing else, so never the user's own.</summary>
/// <param name="profile">The profile's folder.</param>
internal sealed class DiskFill(string profile)
{
    /// <summary>The largest disk that is filled.</summary>
    internal const long Largest = 1L << 30;

    private const int LargeBlock = 1 << 20;
    private const int SmallBlock = 1 << 12;

    // Inside the profile: whatever happens to this program, it goes with the profile.
    private readonly string _file = Path.Combine(profile, "holdfast-fill");

    /// <summary>Why this disk is not filled; null when it may be.</summary>
    public string? WhyNot
    {
        get
        {
            if (!OperatingSystem.IsLinux() || Machine.DeviceOf(profile) is not { } device)
            {
                return "only on Linux can be told which disk holds what";
            }

            long size = new DriveInfo(profile).TotalSize;
            if (size > Largest)
            {
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"the disk of the profile '{profile}' has {size >> 20} MiB: only one of at most {Largest >> 20} MiB, for the profile alone, is filled");
            }

            string? shared = Array.Find(
                [Path.GetTempPath(), Environment.CurrentDirectory, AppContext.BaseDirectory, "/"], folder => Machine.DeviceOf(folder) == device);
            return shared is null ? null : $"the disk of the profile '{profile}' also holds '{shared}': only one for the profile alone is filled";
        }
    }

    /// <summary>Writes until nothing more can be written.</summary>
    public void Fill()
    {
        using FileStream fill = new(_file, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        byte[] block = new byte[LargeBlock];
        int size = LargeBlock;
        while (size >= SmallBlock)
        {
            try
            {
                fill.Write(block, 0, size);
            }
            catch (IOException)
            {
                size /= 2;
            }
        }
    }

    /// <summary>Gives the space back.</summary>
    public void Release()
    {
        try
        {
            File.Delete(_file);
        }
        catch (DirectoryNotFoundException)
        {
            // It went with the profile.
        }
    }
}
