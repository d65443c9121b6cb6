namespace Holdfast.Selenium.Tests;

public sealed class ControlGroupTests
{
    [Theory]
    [InlineData("0::/a/b\n", "/sys/fs/cgroup/a/b;/sys/fs/cgroup/a;/sys/fs/cgroup/")]
    [InlineData("0::/\n", "/sys/fs/cgroup/")]
    [InlineData("4:memory:/x\n2:cpu,cpuacct:/job\n1:name=systemd:/y:z\n", "/sys/fs/cgroup/cpu/job;/sys/fs/cgroup/cpu/")]
    [InlineData("no line of it\n", "")]
    public void Folders_AreThoseThatLimitTheProcessor(string membership, string folders) =>
        Assert.Equal(folders, string.Join(';', ControlGroup.Folders(membership)));

    [Theory]
    [InlineData("usage_usec 5\nnr_throttled 2\nthrottled_usec 1500\n", null, 1.5)]
    [InlineData("nr_periods 3\nnr_throttled 2\nthrottled_time 1500000\n", null, 1.5)]
    [InlineData("usage_usec 5\n", "max 100000\n", 0)]
    [InlineData(null, null, 0)]

    // Two periods have passed, and the waits in them are not over yet.
    [InlineData("nr_throttled 2\nthrottled_usec 0\n", "50000 100000\n", 200)]
    [InlineData("nr_throttled 2\nthrottled_time 0\n", "1000000\n", 2000)]
    [InlineData("nr_throttled 2\nthrottled_usec 350000\n", "50000 100000\n", 350)]
    public void ParseStat_IsInEitherUnit(string? stat, string? limit, double milliseconds) =>
        Assert.Equal(milliseconds, ControlGroup.ParseStat(stat, limit).TotalMilliseconds);

    [Fact]
    public async Task Throttled_AProcessUnderALimit_Grows()
    {
        using ProcessorLimit? limit = ProcessorLimit.TryMake(out string why);
        Assert.SkipWhen(limit is null, why);
        using BusyLoops loops = new(1);
        int loop = loops.Pids.Single();
        Assert.True(ControlGroup.Throttled(loop) < TimeSpan.FromHours(1));
        limit!.Take([loop]);
        TimeSpan before = ControlGroup.Throttled(loop);
        for (int look = 0; ControlGroup.Throttled(loop) - before < TimeSpan.FromMilliseconds(500); look++)
        {
            Assert.True(look < 600, "nothing was taken in 30 s");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }
}
