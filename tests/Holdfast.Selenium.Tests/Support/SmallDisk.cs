using System.Diagnostics;

namespace Holdfast.Selenium.Tests;

/// <summary>A small disk of its own, in memory, for the browser's profile. Making one needs root; a test that cannot have it is skipped.</summary>
internal sealed class SmallDisk : IDisposable
{
    private SmallDisk(string folder) => Folder = folder;

    public string Folder { get; }

    public long Free => new DriveInfo(Folder).AvailableFreeSpace;

    public static async Task<SmallDisk> MakeAsync(string size)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "a disk can be mounted only by root on Linux");
        string folder = TestBrowser.NewFolder();
        string? problem = await RunAsync("mount", "-t", "tmpfs", "-o", $"size={size}", "tmpfs", folder);
        if (problem is not null)
        {
            Directory.Delete(folder);
            Assert.Skip($"this machine lets nobody mount a disk: {problem}");
        }

        return new SmallDisk(folder);
    }

    public void Dispose()
    {
        // Lazily: a process that is ending may have a file open for a moment more.
        using (Process unmount = Process.Start("umount", ["-l", Folder]))
        {
            unmount.WaitForExit();
        }

        Directory.Delete(Folder);
    }

    private static async Task<string?> RunAsync(string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        string error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? null : error.Trim();
    }
}
