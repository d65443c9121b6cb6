using System.Collections.Concurrent;
using System.Runtime.Versioning;
using Serilog.Core;

namespace Holdfast.App.Tests;

[UnsupportedOSPlatform("windows")]
public sealed class LogFileTests
{
    [Fact]
    public void Full_RollsAndKeepsTheNewest()
    {
        using TestApp app = new();
        using (Logger logger = LogFile.Create(LogFile.PathFor(app.LedgerPath), maxBytes: 500, files: 3))
        {
            for (int i = 0; i < 100; i++)
            {
                logger.Information("Line {Number} of many that fill the file", i);
            }
        }

        string[] files = Directory.GetFiles(app.Folder, "job.db*.log");
        Assert.Equal(3, files.Length);
        Assert.All(files, file => Assert.InRange(new FileInfo(file).Length, 1, 700));
        Assert.Contains(files, file => File.ReadAllText(file).Contains("Line 99", StringComparison.Ordinal));
        Assert.All(files, file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));
    }

    [Fact]
    public void PathFor_LinkToALedger_IsBesideTheLedger()
    {
        using TestApp app = new();
        string link = Path.Combine(app.Folder, "link");
        File.CreateSymbolicLink(link, app.LedgerPath);

        Assert.Equal(app.LedgerPath + ".log", LogFile.PathFor(link));
    }

    [Fact]
    public void Old_KeepsTheModeThatItsOwnerGaveIt()
    {
        using TestApp app = new();
        const UnixFileMode Given = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;
        File.WriteAllText(app.LedgerPath + ".log", "a line\n");
        File.SetUnixFileMode(app.LedgerPath + ".log", Given);
        using (Logger logger = LogFile.Create(app.LedgerPath + ".log"))
        {
            logger.Information("Another");
        }

        Assert.Equal(Given, File.GetUnixFileMode(app.LedgerPath + ".log"));
    }

    /// <summary>It had the umask's mode first and its own a moment later: who had opened it in between read on.</summary>
    [Fact]
    public async Task New_NeverHasAnotherMode()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Who changes a mode is told by inotify.");
        using TestApp app = new();
        ConcurrentQueue<string> changed = [];
        TaskCompletionSource all = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using FileSystemWatcher modes = new(app.Folder) { NotifyFilter = NotifyFilters.Attributes };
        modes.Changed += (_, change) =>
        {
            changed.Enqueue(change.Name!);
            if (change.Name == "last")
            {
                all.TrySetResult();
            }
        };
        string last = Path.Combine(app.Folder, "last");
        await File.WriteAllTextAsync(last, "", TestContext.Current.CancellationToken);
        modes.EnableRaisingEvents = true;
        await using (Logger logger = LogFile.Create(app.LedgerPath + ".log", maxBytes: 500))
        {
            for (int i = 0; i < 20; i++)
            {
                logger.Information("Line {Number} of many that fill the file", i);
            }
        }

        File.SetUnixFileMode(last, UnixFileMode.UserRead);
        await all.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Equal(["last"], changed);
        string[] files = Directory.GetFiles(app.Folder, "*.log");
        Assert.True(files.Length > 1);
        Assert.All(files, file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));
    }

    /// <summary>As earlier versions made it. A link may lead to anything, and is left alone.</summary>
    [Fact]
    public void Old_ThatEverybodyMayRead_IsClosed()
    {
        using TestApp app = new();
        const UnixFileMode Open = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        string[] old = [app.LedgerPath + ".log", app.LedgerPath + "_001.log", app.LedgerPath + "_notes.log", Path.Combine(app.Folder, "elsewhere")];
        foreach (string file in old)
        {
            File.WriteAllText(file, "a line\n");
            File.SetUnixFileMode(file, Open);
        }

        File.CreateSymbolicLink(app.LedgerPath + "_002.log", old[3]);
        using (Logger logger = LogFile.Create(old[0]))
        {
            logger.Information("Another");
        }

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(old[0]));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(old[1]));
        Assert.Equal(Open, File.GetUnixFileMode(old[2]));
        Assert.Equal(Open, File.GetUnixFileMode(old[3]));
    }

    [Fact]
    public void SiteText_CannotForgeALine()
    {
        using TestApp app = new();
        using (Logger logger = LogFile.Create(app.LedgerPath + ".log"))
        {
            logger.Information("Answer: {Text}", "ok\n2026-01-01T00:00:00.000Z ERR Fake: forged \e[2J");
        }

        string line = Assert.Single(File.ReadAllLines(app.LedgerPath + ".log"));
        Assert.EndsWith("Answer: ok\\u000A2026-01-01T00:00:00.000Z ERR Fake: forged \\u001B[2J", line, StringComparison.Ordinal);
    }

    [Fact]
    public void Unused_MakesNoFile()
    {
        using TestApp app = new();
        LogFile.Create(app.LedgerPath + ".log").Dispose();

        Assert.Empty(Directory.GetFiles(app.Folder));
    }

    [Fact]
    public void Secrets_AreBlottedOut()
    {
        using TestApp app = new();
        Secret secret = Secret.Read("PW", name => name == "PW" ? "tr0ub4dor&3" : null);
        using (Logger logger = LogFile.Create(app.LedgerPath + ".log"))
        {
            logger.Error(new InvalidOperationException($"bad password {secret.Reveal()}"), "Typed {Text}", secret.Reveal());
        }

        Assert.DoesNotContain("tr0ub4dor", File.ReadAllText(app.LedgerPath + ".log"), StringComparison.Ordinal);
    }
}
