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
