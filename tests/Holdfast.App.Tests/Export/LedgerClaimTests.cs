using System.Diagnostics;

namespace Holdfast.App.Tests;

/// <summary>An export never takes the place of a ledger or of a file that belongs to one, by whatever name it is reached.</summary>
public sealed class LedgerClaimTests
{
    [Theory]
    [InlineData("job.db")]
    [InlineData("job.db-wal")]
    [InlineData("job.db-shm")]
    [InlineData("job.db.log")]
    [InlineData("job.db_003.log")]
    [InlineData("job.db.gather-things.lock")]
    [InlineData("job.db.gather-things.owner")]
    [InlineData("folder/job.db")]
    [InlineData("folder/job.db-wal")]
    [InlineData("link")]
    [InlineData("link to the link")]
    [InlineData("log link")]
    [InlineData("lock hard link")]
    [InlineData("other.db")]
    [InlineData("other.db-wal")]
    [InlineData("other.db.log")]
    [InlineData("other.db.gather-things.lock")]
    [InlineData("other link")]
    [InlineData("other hard link")]
    [InlineData("log of the other")]
    [InlineData("newer.db")]
    [InlineData("half.db")]
    public async Task Export_OntoALedgersFile_IsRefusedAndLeavesItAlone(string name)
    {
        using TestApp app = Make();
        string before = Contents(app.Folder);
        string output = Path.Combine(app.Folder, name);

        Assert.Equal(ExitCode.Usage, await app.RunAsync("export", "gather-things", "--format", "csv", "--output", output));
        Assert.Contains("--output must not be a ledger or one of its files", app.ErrorLine, StringComparison.Ordinal);
        Assert.Equal(before, Contents(app.Folder));
    }

    [Theory]
    [InlineData("job.csv")]
    [InlineData("job.db.csv")]
    [InlineData("other.db.jsonl")]
    [InlineData("other")]
    [InlineData("folder/out.csv")]
    public async Task Export_OntoAnotherFile_IsWritten(string name)
    {
        using TestApp app = Make();

        Assert.Equal(ExitCode.Completed, await app.RunAsync("export", "gather-things", "--format", "csv", "--output", Path.Combine(app.Folder, name)));
        Assert.StartsWith(
            "\"_key\"", await File.ReadAllTextAsync(Path.Combine(app.Folder, name), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    /// <summary>A second name of the open ledger is refused for that alone.</summary>
    [Fact]
    public async Task Export_OntoASecondNameOfTheLedger_LeavesBothAlone()
    {
        using TestApp app = Make();
        string second = Path.Combine(app.Folder, "second.csv");
        HardLink(app.LedgerPath, second);
        string before = Contents(app.Folder);

        Assert.Equal(ExitCode.LedgerUnusable, await app.RunAsync("export", "gather-things", "--format", "csv", "--output", second));
        Assert.Contains("2 names (hard links)", app.ErrorLine, StringComparison.Ordinal);
        Assert.Equal(before, Contents(app.Folder));
    }

    private static TestApp Make()
    {
        TestApp app = new();
        string In(string name) => Path.Combine(app.Folder, name);
        LedgerMaker.Make(app.LedgerPath, "gather-things", [ItemOutcome.Whole("k0", "1", null)]);
        foreach (string name in (string[])["other.db", "newer.db", "half.db"])
        {
            LedgerMaker.Make(In(name), "gather-things", [ItemOutcome.Whole("k0", "1", null)]);
        }

        LedgerMaker.Sql(In("newer.db"), "PRAGMA user_version = 9999");
        using (FileStream half = new(In("half.db"), FileMode.Open))
        {
            half.SetLength(half.Length / 2);
        }

        using (RunLedger busy = RunLedger.Open(In("other.db"), LedgerAccess.ReadWrite, TimeProvider.System))
        {
            busy.BeginLeg("gather-things", LegOwner.Current()).EndLeg(LegOutcome.Stopped);
            File.Copy(In("other.db-wal"), In("log of the other"));
        }

        foreach (string name in (string[])["job.db.log", "job.db_003.log", "job.db.gather-things.lock", "other.db.log", "other.db.gather-things.lock"])
        {
            File.WriteAllText(In(name), "");
        }

        Directory.CreateSymbolicLink(In("folder"), app.Folder);
        File.CreateSymbolicLink(In("link"), app.LedgerPath);
        File.CreateSymbolicLink(In("link to the link"), "link");
        File.CreateSymbolicLink(In("log link"), In("job.db.log"));
        File.CreateSymbolicLink(In("other link"), In("other.db"));
        HardLink(In("job.db.gather-things.lock"), In("lock hard link"));
        HardLink(In("other.db"), In("other hard link"));
        return app;
    }

    private static void HardLink(string file, string name)
    {
        using Process process = Process.Start("ln", [file, name]);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }

    private static string Contents(string folder) => string.Join('\n', Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal)
        .Where(file => new FileInfo(file).Length > 0 && !file.EndsWith("-shm", StringComparison.Ordinal))
        .Select(file => $"{file} {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file)))}"));
}
