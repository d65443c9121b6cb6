namespace Holdfast.Selenium.Tests;

public sealed class DiskFillTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Fill_DiskOfTheProfileAlone_TakesAllAndLeavesNoName()
    {
        using SmallDisk disk = await SmallDisk.MakeAsync("16m");
        DiskFill fill = FillOf(disk, out SessionRecord session);
        Assert.Null(fill.WhyNot);
        fill.Fill(() => false);

        // The kernel gives back what no name leads to, also when this program is killed.
        Assert.True(disk.Free < 4096, $"{disk.Free} bytes are free");
        Assert.Empty(Directory.EnumerateFileSystemEntries(session.Profile));

        fill.Release();
        Assert.True(disk.Free > 8 << 20, $"{disk.Free} bytes are free");
        fill.Fill(() => true);
        Assert.True(disk.Free > 8 << 20, "what is over already must take nothing");
    }

    /// <summary>Small disks that others share are everywhere: /run/user, /dev/shm.</summary>
    [Theory]
    [InlineData("theirs.txt")]
    [InlineData("work/theirs.txt")]
    [InlineData("work/profiles/another")]
    public async Task WhyNot_SomethingElseIsThere_NamesIt(string other)
    {
        using SmallDisk disk = await SmallDisk.MakeAsync("16m");
        DiskFill fill = FillOf(disk, out _);
        string path = Path.Combine(disk.Folder, other);
        await File.WriteAllTextAsync(path, "", Token);
        Assert.Contains($"also holds '{path}'", fill.WhyNot, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhyNot_KeptProfile_IsRefused()
    {
        using SmallDisk disk = await SmallDisk.MakeAsync("16m");
        DiskFill fill = FillOf(disk, out _, Path.Combine(disk.Folder, "kept"));
        Assert.Contains("is kept", fill.WhyNot, StringComparison.Ordinal);
    }

    /// <summary>Of a disk that is mounted in part, the rest cannot be seen.</summary>
    [Theory]
    [InlineData("/", "/proc", "/proc")]
    [InlineData("/part", "/proc", null)]
    [InlineData("/", "/elsewhere", null)]
    public void RootOf_OnlyOfAWholeDisk(string part, string mounted, string? root)
    {
        (uint major, uint minor) = FileStatus.DeviceOf("/proc/sys")!.Value;
        Assert.Equal(root, WholeDisk.RootOf("/proc/sys", [$"36 35 {major}:{minor} {part} {mounted} rw,noatime - proc proc rw"]));
    }

    private static DiskFill FillOf(SmallDisk disk, out SessionRecord session, string? keptProfile = null)
    {
        SessionRegistry registry = new(Path.Combine(disk.Folder, "work"));
        session = registry.Begin(keptProfile);
        return new DiskFill(session, registry);
    }
}
