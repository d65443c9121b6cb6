namespace Holdfast.Selenium.Tests;

[Trait("Category", "Browser")]
public sealed class TempFolderTests
{
    // The longest work folder in which a browser's socket still fits.
    private const int Longest = 45;

    [Fact]
    public async Task End_BrowserKilled_ItsTemporaryFilesGoWithTheSession()
    {
        string temp;
        await using (TestBrowser browser = await TestBrowser.LaunchAsync())
        {
            SkipIfTooDeep(browser.WorkFolder);
            temp = browser.Session.Launched.Record.Temp!;
            Assert.StartsWith(browser.WorkFolder, temp, StringComparison.Ordinal);

            // What a killed browser cannot delete: its socket.
            Assert.Contains(
                Directory.EnumerateFileSystemEntries(temp, "*", SearchOption.AllDirectories),
                file => file.EndsWith("/SingletonSocket", StringComparison.Ordinal));
            foreach (int pid in (int[])[browser.DriverPid, browser.BrowserPid])
            {
                string variables = await File.ReadAllTextAsync($"/proc/{pid}/environ", TestContext.Current.CancellationToken);
                Assert.Contains("TMPDIR=" + temp, variables.Split('\0'));
            }

            browser.Kill(browser.BrowserPid, NativeMethods.SigKill);
        }

        Assert.False(Directory.Exists(temp));
    }

    [Fact]
    public async Task Launch_WorkFolderTooDeepForASocket_UsesTheMachinesTemporaryFolder()
    {
        await using TestBrowser browser =
            await TestBrowser.LaunchAsync(options => options.WorkFolder = Path.Combine(options.WorkFolder!, new string('d', 60)));
        Assert.Null(browser.Session.Launched.Record.Temp);
        await browser.Session.CanaryAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public void End_RecordNamesAForeignFolder_ItIsNotDeleted()
    {
        string folder = TestBrowser.NewFolder();
        SkipIfTooDeep(folder);
        string precious = TestBrowser.NewFolder();
        SessionRegistry registry = new(folder);
        SessionRecord record = registry.Begin(null);
        Directory.Delete(record.Temp!);
        Assert.True(registry.End(record with { Temp = precious }));
        Assert.True(Directory.Exists(precious));
        Directory.Delete(precious);
        TestBrowser.AssertNothingLeft(folder);
    }

    [Theory]
    [InlineData(62, true)]
    [InlineData(63, false)]
    public void Begin_LongestFolderThatFits_IsUsed(int length, bool fits)
    {
        string folder = TestBrowser.NewFolder();
        SkipIfTooDeep(folder + "/d");
        string deep = Path.Combine(folder, new string('d', Math.Max(1, length - folder.Length - "/".Length - "/tmp/".Length - 12)));
        SessionRegistry registry = new(deep);
        SessionRecord record = registry.Begin(null);
        Assert.Equal(fits, record.Temp is not null);
        Assert.True(registry.End(record));
        TestBrowser.AssertNothingLeft(folder);
    }

    private static void SkipIfTooDeep(string folder) =>
        Assert.SkipWhen(folder.Length > Longest, $"'{folder}' is too deep for a browser's socket: set TMPDIR to a shorter one");
}
