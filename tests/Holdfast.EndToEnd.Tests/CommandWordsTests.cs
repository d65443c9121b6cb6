using Holdfast.App;
using Kinfolk.Site;

namespace Holdfast.EndToEnd.Tests;

/// <summary>What a new user of the sample types first, and gets wrong first.</summary>
public sealed class CommandWordsTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("  Kinfolk [command] [options]", "--help")]
    [InlineData("  Kinfolk inbox [command] [options]", "inbox", "--help")]
    [InlineData("  Kinfolk inbox run [<ACTION>] [options]", "inbox", "run", "--help")]
    [InlineData("usage: Kinfolk demo [PAGES]", "demo", "--help")]
    [InlineData("Kinfolk site [options]", "site", "--help")]
    public async Task Help_HasTheWordsBefore_AndEndsWithZero(string usage, params string[] arguments)
    {
        using JobFolder folder = new();
        await using Job job = Job.Start(folder, arguments);
        int code = await job.EndAsync();
        output.WriteLine(job.Output);

        Assert.Equal(ExitCode.Completed, code);
        Assert.Contains(job.Output.Split('\n'), line => line.StartsWith(usage, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("HOLDFAST__CHROMIUM__COMANDTIMEOUT", "00:01:00",
        "unknown setting HOLDFAST__CHROMIUM__COMANDTIMEOUT. Did you mean HOLDFAST__CHROMIUM__COMMANDTIMEOUT?")]
    [InlineData("HOLDFAST__CHROMIUM__COMMANDTIMEOUT", "60", "HOLDFAST__CHROMIUM__COMMANDTIMEOUT must be a duration such as 00:00:30, and it is '60'.")]
    [InlineData("HOLDFAST__CHROMIUM__COMMANDTIMEOUT", "00:00:00",
        "HOLDFAST__CHROMIUM__COMMANDTIMEOUT must be a duration from 00:00:00.001 to 1.00:00:00, and it is '00:00:00'.")]
    [InlineData("HOLDFAST__CHROMIUM__LOGIN", "x", "HOLDFAST__CHROMIUM__LOGIN cannot be set from outside: LogIn is set in the program's code.")]
    [InlineData("HOLDFAST__CHROMUM__HEADLESS", "true", "unknown setting HOLDFAST__CHROMUM__HEADLESS. Did you mean HOLDFAST__CHROMIUM__HEADLESS?")]
    public async Task Run_BadChromiumSetting_Is26BeforeABrowser(string variable, string value, string expected)
    {
        using JobFolder folder = new();
        await using Job job = Job.Start(
            folder, ["run", "--url", "http://127.0.0.1:9", "--ledger", folder.Ledger], new Dictionary<string, string> { [variable] = value });
        int code = await job.EndAsync();
        output.WriteLine(job.Output);

        Assert.Equal(ExitCode.BadConfiguration, code);
        Assert.Equal($"Kinfolk: {expected}", job.Output);
    }

    [Fact]
    public async Task Run_ChromiumSettings_ReachTheBrowser()
    {
        await using MemberSite site = await LocalSite.StartAsync(pages: 1);
        using JobFolder folder = new();
        await using Job job = Job.Run(folder, site.Url, new Dictionary<string, string> { ["HOLDFAST__CHROMIUM__BROWSERPATH"] = "/nowhere/set" });
        int code = await job.EndAsync();
        output.WriteLine(job.Output);

        Assert.Equal(ExitCode.BrowserNotFound, code);
        Assert.Contains("/nowhere/set", job.Output, StringComparison.Ordinal);
    }
}
