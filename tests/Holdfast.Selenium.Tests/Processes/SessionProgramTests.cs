namespace Holdfast.Selenium.Tests;

public sealed class SessionProgramTests : IDisposable
{
    private readonly string _folder = TestBrowser.NewFolder();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>An update while a browser runs for hours.</summary>
    [Fact]
    public async Task IsRunBy_FileWasReplaced_IsStillTheProgram()
    {
        string program = LookAlike.MakeProgram(_folder, "browser-of-mine");
        using LookAlike process = await LookAlike.StartAsync(program, []);
        File.Delete(program);
        Assert.True(SessionProgram.IsRunBy(ProcessStat.Read(process.Pid)!, Traits([program], isStarted: true)));
    }

    [Fact]
    public async Task IsRunBy_NameOnly_IsEnoughUntilTheBrowserIsKnown()
    {
        using LookAlike process = await LookAlike.StartAsync(LookAlike.MakeProgram(_folder, "chrome"), []);
        ProcessStat stat = ProcessStat.Read(process.Pid)!;
        Assert.True(SessionProgram.IsRunBy(stat, Traits([], isStarted: false)));
        Assert.False(SessionProgram.IsRunBy(stat, Traits(["/opt/chrome"], isStarted: true)));
    }

    [Fact]
    public async Task IsRunBy_OtherProgram_IsNot()
    {
        using LookAlike process = await LookAlike.StartAsync(LookAlike.MakeProgram(_folder, "editor"), []);
        Assert.False(SessionProgram.IsRunBy(ProcessStat.Read(process.Pid)!, Traits(["/usr/bin/chromedriver"], isStarted: false)));
    }

    [Fact]
    public async Task Started_ProgramWasNamedByAScript_KnowsBoth()
    {
        string program = LookAlike.MakeProgram(_folder, "chrome");
        using LookAlike process = await LookAlike.StartAsync(program, []);
        SessionRecord record = new("mark", "", "", Machine.Self, "/profile", true, Programs: ["/usr/bin/a-script"]);
        Assert.Equal(["/usr/bin/a-script", program], record.Started(process.Identity, process.Identity).Programs!);
    }

    private static SessionTraits Traits(string[] programs, bool isStarted) => new("mark", "/profile", true, 0, null, programs, isStarted);
}
