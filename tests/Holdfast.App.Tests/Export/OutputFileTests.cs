using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;

namespace Holdfast.App.Tests;

/// <summary>What an export makes is its owner's alone; what it replaces keeps its mode.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class OutputFileTests
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    [Theory]
    [InlineData("csv", null, "600")]
    [InlineData("jsonl", null, "600")]
    [InlineData("csv", "600", "600")]
    [InlineData("jsonl", "640", "640")]
    [InlineData("csv", "644", "644")]
    [InlineData("csv", "400", "400")]
    public async Task Export_Mode_IsKeptOrTheOwnersAlone(string format, string? before, string after)
    {
        using TestApp app = Make();
        string output = Path.Combine(app.Folder, "out");
        if (before is not null)
        {
            await File.WriteAllTextAsync(output, "old", TestContext.Current.CancellationToken);
            File.SetUnixFileMode(output, Mode(before));
        }

        Assert.Equal(ExitCode.Completed, await app.RunAsync("export", "gather-things", "--format", format, "--output", output));
        Assert.Equal(Mode(after), File.GetUnixFileMode(output));
    }

    [Fact]
    public async Task Export_ReplacesAFileOfAnotherGroup_GivesOursNothing()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "a file can be given away only by root");
        using TestApp app = Make();
        string output = Path.Combine(app.Folder, "out");
        await File.WriteAllTextAsync(output, "old", TestContext.Current.CancellationToken);
        using (Process change = Process.Start("chgrp", ["54321", output]))
        {
            await change.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        File.SetUnixFileMode(output, Mode("640"));
        Assert.Equal(ExitCode.Completed, await app.RunAsync("export", "gather-things", "--format", "csv", "--output", output));
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(output));
    }

    /// <summary>Somebody who may write in the folder has put links where the export's own files are expected.</summary>
    [Fact]
    public async Task Export_LinksLieInWait_NothingIsWrittenWhereTheyLead()
    {
        using TestApp app = Make();
        string output = Path.Combine(app.Folder, "out");
        string victim = Path.Combine(app.Folder, "victim");
        await File.WriteAllTextAsync(victim, "precious", TestContext.Current.CancellationToken);
        foreach (string suffix in (string[])["tmp", "spool.tmp"])
        {
            File.CreateSymbolicLink(string.Create(CultureInfo.InvariantCulture, $"{output}.{Environment.ProcessId}.{suffix}"), victim);
        }

        Assert.Equal(ExitCode.Completed, await app.RunAsync("export", "gather-things", "--format", "csv", "--output", output));
        Assert.Equal("precious", await File.ReadAllTextAsync(victim, TestContext.Current.CancellationToken));
    }

    private static TestApp Make()
    {
        TestApp app = new();
        LedgerMaker.Make(app.LedgerPath, "gather-things", [ItemOutcome.Whole("k0", "1", null)]);
        return app;
    }

    private static UnixFileMode Mode(string octal) => (UnixFileMode)Convert.ToInt32(octal, 8);
}
