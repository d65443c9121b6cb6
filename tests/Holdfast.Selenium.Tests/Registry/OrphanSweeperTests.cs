namespace Holdfast.Selenium.Tests;

[Trait("Category", "Browser")]
public sealed class OrphanSweeperTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Not a test: the job that other tests kill.</summary>
    [Fact(Explicit = true)]
    public Task Helper_LaunchesAndWaitsToBeKilled() => HelperJob.RunAsync(Token);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Sweep_JobKilled_EndsItsBrowserAndNoOther(bool afterLaunch)
    {
        string folder = TestBrowser.NewFolder();
        string outer = TestBrowser.NewFolder();
        await using TestBrowser foreign = await TestBrowser.LaunchAsync();
        using (HelperJob helper = HelperJob.Start(folder, outer))
        {
            // Killed either when all is running, or in the middle of the launch, before any id is written down.
            await HelperJob.UntilAsync(
                () => afterLaunch ? helper.IsReady : TestBrowser.ProcessesNaming("--user-data-dir=" + folder).Count > 4, "the launch");

            // The guard first, or it would leave nothing to sweep: a machine that is short of memory may end both.
            SessionRecord running = Assert.Single(new SessionRegistry(folder).ReadAll());
            ProcessStat guard = Assert.Single(running.Processes.Find(), process => SessionGuard.Is(CommandLine.Of(process.Pid)));
            Assert.Equal(0, NativeMethods.Kill(guard.Pid, NativeMethods.SigKill));
            helper.Signal(NativeMethods.SigKill);
            await helper.EndAsync();
        }

        SessionRecord record = Assert.Single(new SessionRegistry(folder).ReadAll());
        Assert.Equal(afterLaunch, record.Driver is not null);
        Assert.NotEmpty(record.Processes.Find());
        SweptSession swept = Assert.Single(await OrphanSweeper.SweepAsync(folder));
        Assert.True(swept.IsClean);
        Assert.NotEmpty(swept.EndedProcesses);
        Assert.Empty(record.Processes.Find());
        Assert.Empty(await OrphanSweeper.SweepAsync(folder));
        TestBrowser.AssertNothingLeft(folder);
        Assert.DoesNotContain(
            Directory.EnumerateDirectories(outer),
            left => left.Contains("chromium", StringComparison.Ordinal) || left.Contains("scoped_dir", StringComparison.Ordinal));
        Directory.Delete(outer, recursive: true);
        await foreign.Session.CanaryAsync(Token);
        Assert.Empty(foreign.Evidence.All);
    }

    [Fact]
    public async Task Sweep_OwnerAlive_TouchesNothing()
    {
        await using TestBrowser browser = await TestBrowser.LaunchAsync();
        Assert.Empty(await OrphanSweeper.SweepAsync(browser.WorkFolder));
        await browser.Session.CanaryAsync(Token);
    }

    [Fact]
    public async Task Sweep_RecordedIdsUsedByOthers_LeavesThemAlone()
    {
        string folder = TestBrowser.NewFolder();
        await using TestBrowser foreign = await TestBrowser.LaunchAsync();
        SessionRegistry registry = new(folder);
        SessionRecord record = registry.Begin(null) with
        {
            Owner = Machine.Self with { StartTicks = 1 },
            Driver = foreign.Session.Launched.Record.Driver,
            Browser = foreign.Session.Launched.Record.Browser! with { StartTicks = 1 },
        };
        registry.Write(record);
        SweptSession swept = Assert.Single(await OrphanSweeper.SweepAsync(folder));
        Assert.Empty(swept.EndedProcesses);
        Assert.True(swept.IsClean);
        TestBrowser.AssertNothingLeft(folder);
        await foreign.Session.CanaryAsync(Token);
        Assert.Empty(foreign.Evidence.All);
    }

    [Fact]
    public async Task Sweep_ProfileOutsideTheWorkFolder_IsNeverDeleted()
    {
        string folder = TestBrowser.NewFolder();
        string precious = TestBrowser.NewFolder();
        SessionRegistry registry = new(folder);
        SessionRecord record = registry.Begin(null) with { Owner = Machine.Self with { StartTicks = 1 } };
        Directory.Delete(record.Profile);
        registry.Write(record with { Profile = precious });
        _ = Assert.Single(await OrphanSweeper.SweepAsync(folder));
        Assert.True(Directory.Exists(precious));
        Directory.Delete(precious);
        TestBrowser.AssertNothingLeft(folder);
    }

    [Fact]
    public async Task Sweep_OtherNamespaceOrUnreadableRecord_IsLeftAlone()
    {
        string folder = TestBrowser.NewFolder();
        SessionRegistry registry = new(folder);
        SessionRecord record = registry.Begin(null) with { Owner = Machine.Self with { StartTicks = 1 }, PidNamespace = "pid:[1]" };
        registry.Write(record);
        await File.WriteAllTextAsync(Path.Combine(folder, "sessions", "broken.json"), "{", Token);
        Assert.Empty(await OrphanSweeper.SweepAsync(folder));
        Assert.True(Directory.Exists(record.Profile));
        Directory.Delete(folder, recursive: true);
    }
}
