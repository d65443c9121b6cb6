using System.Diagnostics;

namespace Holdfast.Selenium.Tests;

/// <summary>What a sweep must not touch, however much it looks like what a killed job left, and what it ends.</summary>
public sealed class SweepStrangerTests : IDisposable
{
    private const UnixFileMode Anybody = (UnixFileMode)0b110_110_110;

    private readonly string _folder = TestBrowser.NewFolder();
    private readonly string _programs = TestBrowser.NewFolder();
    private readonly SessionRegistry _registry;
    private SessionRecord _record;

    public SweepStrangerTests()
    {
        _registry = new SessionRegistry(_folder);
        _record = Begin(null);
    }

    private string Mark => SessionProcesses.MarkPrefix + _record.Mark;

    private string Profile => "--user-data-dir=" + _record.Profile;

    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        Directory.Delete(_programs, recursive: true);
    }

    [Fact]
    public async Task Sweep_MarkedBrowserOnTheProfile_IsEnded()
    {
        using LookAlike browser = await LookAlike.StartAsync(Program("chromium"), ["chromium", Mark, Profile]);
        await EndsAsync(browser);
    }

    [Fact]
    public async Task Sweep_MarkedDriverOnTheProfile_IsEnded()
    {
        using LookAlike driver = await LookAlike.StartAsync(Program("chromedriver"), ["driver", Mark, "--holdfast-profile=" + _record.Profile]);
        await EndsAsync(driver);
    }

    [Fact]
    public async Task Sweep_ChildOnAFreshProfile_IsEnded()
    {
        using LookAlike child = await LookAlike.StartAsync(Program("chrome"), ["chrome", "--type=utility", Profile]);
        await EndsAsync(child);
    }

    [Fact]
    public async Task Sweep_ChildOnAKeptProfileInTheDriversGroup_IsEnded()
    {
        Keep();
        using LookAlike child = await LookAlike.StartAsync(Program("chrome"), ["chrome", "--type=utility", Mark, Profile], "setsid");
        Write(_record with { Driver = child.Identity });
        await EndsAsync(child);
    }

    [Fact]
    public async Task Sweep_MarkIsPartOfAnArgument_IsLeftAlone()
    {
        using LookAlike stranger = await LookAlike.StartAsync(Program("chromium"), ["chromium", $"remember {Mark} and {Profile} please"]);
        await LivesAsync(stranger);
    }

    [Fact]
    public async Task Sweep_OtherProgram_IsLeftAlone()
    {
        using LookAlike stranger = await LookAlike.StartAsync(Program("grep"), ["grep", Mark, Profile]);
        await LivesAsync(stranger);
    }

    [Fact]
    public async Task Sweep_MarkCopiedToABrowserOfItsOwn_IsLeftAlone()
    {
        using LookAlike stranger = await LookAlike.StartAsync(Program("chromium"), ["chromium", Mark, "--user-data-dir=/home/somebody"]);
        await LivesAsync(stranger);
    }

    [Fact]
    public async Task Sweep_ProfileIsOnlyTheBeginningOfItsName_IsLeftAlone()
    {
        using LookAlike stranger = await LookAlike.StartAsync(Program("chromium"), ["chromium", Profile + "-mine"]);
        await LivesAsync(stranger);
    }

    [Fact]
    public async Task Sweep_OtherBrowserOnAKeptProfile_IsLeftAlone()
    {
        Keep();
        using LookAlike stranger = await LookAlike.StartAsync(Program("chromium"), ["chromium", Profile]);
        await LivesAsync(stranger);
    }

    [Fact]
    public async Task Sweep_OlderThanTheRecord_IsLeftAlone()
    {
        string mark = _record.Mark;
        using LookAlike stranger = await LookAlike.StartAsync(Program("chromium"), ["chromium", Mark, Profile]);
        await NextTickAsync();
        SessionRecord later = Begin(null);
        File.Delete(FileOf(later));
        Write(later with { Mark = mark, Profile = _record.Profile });
        await LivesAsync(stranger);
    }

    [Fact]
    public async Task Sweep_OtherUsersProcess_IsLeftAlone()
    {
        SkipUnlessRoot();

        // The program is in a folder that only root may enter.
        using LookAlike stranger = await LookAlike.StartAsync(
            Program("chromium"),
            ["chromium", Mark, Profile],
            "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search");
        await LivesAsync(stranger);
    }

    [Fact]
    public async Task Sweep_RecordThatOthersMayWrite_IsNotBelieved()
    {
        File.SetUnixFileMode(FileOf(_record), Anybody);
        await NotBelievedAsync();
    }

    [Fact]
    public async Task Sweep_RecordOfAnotherUser_IsNotBelieved()
    {
        SkipUnlessRoot();
        await ChownAsync(FileOf(_record));
        await NotBelievedAsync();
    }

    [Fact]
    public async Task Sweep_RecordIsALink_IsNotBelieved()
    {
        string elsewhere = Path.Combine(_programs, "record.json");
        File.Move(FileOf(_record), elsewhere);
        _ = File.CreateSymbolicLink(FileOf(_record), elsewhere);
        await NotBelievedAsync();
    }

    [Fact]
    public async Task Sweep_FolderThatOthersMayWrite_IsNotBelieved()
    {
        File.SetUnixFileMode(Path.Combine(_folder, "sessions"), Anybody | (UnixFileMode)0b001_001_001);
        await NotBelievedAsync();
    }

    [Theory]
    [InlineData("..")]
    [InlineData("../profiles")]
    [InlineData("another")]
    public async Task Sweep_RecordNamesAnotherFolderOfTheWorkFolder_ItIsNotDeleted(string name)
    {
        string precious = Path.Combine(_folder, "profiles", name);
        Directory.CreateDirectory(precious);
        string kept = Path.Combine(precious, "kept");
        await File.WriteAllTextAsync(kept, "", TestContext.Current.CancellationToken);
        Write(_record with { Profile = precious });
        _ = Assert.Single(await OrphanSweeper.SweepAsync(_folder));
        Assert.True(File.Exists(kept));
    }

    private SessionRecord Begin(string? profile)
    {
        // The job that it belonged to is gone.
        SessionRecord record = _registry.Begin(profile) with { Owner = Machine.Self with { StartTicks = 1 } };
        _registry.Write(record);
        return record;
    }

    private void Keep()
    {
        File.Delete(FileOf(_record));
        _record = Begin(Path.Combine(_programs, "kept"));
    }

    private void Write(SessionRecord record)
    {
        _record = record;
        _registry.Write(record);
    }

    private string FileOf(SessionRecord record) => Path.Combine(_folder, "sessions", record.Mark + ".json");

    private string Program(string name) => LookAlike.MakeProgram(_programs, name);

    private async Task EndsAsync(LookAlike process)
    {
        SweptSession swept = Assert.Single(await OrphanSweeper.SweepAsync(_folder));
        Assert.Contains(process.Pid, swept.EndedProcesses);
        Assert.True(swept.IsClean);
        Assert.False(process.IsAlive);
    }

    private async Task LivesAsync(LookAlike stranger)
    {
        SweptSession swept = Assert.Single(await OrphanSweeper.SweepAsync(_folder));
        Assert.True(stranger.IsAlive, "a stranger's process was killed");
        Assert.Empty(swept.EndedProcesses);
        Assert.True(swept.IsClean);
    }

    private async Task NotBelievedAsync()
    {
        using LookAlike stranger = await LookAlike.StartAsync(Program("chromium"), ["chromium", Mark, Profile]);
        Assert.Empty(await OrphanSweeper.SweepAsync(_folder));
        Assert.True(stranger.IsAlive, "a record that anybody may have written was believed");
        Assert.True(Directory.Exists(_record.Profile));
    }

    // A process that starts in the same tick as the record may be the session's.
    private static async Task NextTickAsync()
    {
        long now = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(now) < TimeSpan.FromMilliseconds(25))
        {
            await Task.Yield();
        }
    }

    private static void SkipUnlessRoot() => Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root can act as another user");

    private static async Task ChownAsync(string file)
    {
        using Process chown = Process.Start("chown", ["65534", file]);
        await chown.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, chown.ExitCode);
    }
}
