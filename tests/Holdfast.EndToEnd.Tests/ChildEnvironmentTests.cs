using Holdfast.App;
using Kinfolk.Site;

namespace Holdfast.EndToEnd.Tests;

/// <summary>A secret is the job's: what it starts does not inherit it.</summary>
[Trait("Category", "Browser")]
public sealed class ChildEnvironmentTests
{
    private const string Secret = "kin-pass-01";

    [Fact]
    public async Task Run_SecretInTheEnvironment_DriverAndBrowserDoNotHaveIt()
    {
        using JobFolder folder = new();
        string file = Path.Combine(folder.Path, "password");
        await File.WriteAllTextAsync(file, Secret);
        await using MemberSite site = await LocalSite.StartAsync(pages: 20, delayMs: 5);
        Dictionary<string, string> environment = new() { ["KINFOLK_PASSWORD"] = Secret, ["KINFOLK_PASSWORD_FILE"] = file, ["KINFOLK_COLOUR"] = "green" };
        await using Job job = Job.Run(folder, site.Url, environment);
        RunningBrowser browser = await job.BrowserAsync();
        int[] started = [browser.Driver, browser.Browser, .. browser.Children("gpu-process"), .. browser.Children("zygote")];
        foreach (int pid in started)
        {
            string[] variables = (await File.ReadAllTextAsync($"/proc/{pid}/environ")).Split('\0');

            // The browser's children write their title over theirs.
            if (pid == browser.Driver || pid == browser.Browser)
            {
                Assert.Contains("KINFOLK_COLOUR=green", variables);
            }

            Assert.DoesNotContain(variables, variable => variable.Contains(Secret, StringComparison.Ordinal));
            Assert.DoesNotContain(variables, variable => variable.Contains(file, StringComparison.Ordinal));
        }

        Assert.DoesNotContain(Secret, ProcessTable.Arguments(browser.Driver) + ProcessTable.Arguments(browser.Browser), StringComparison.Ordinal);
        job.Signal(Signals.Terminate);
        Assert.Equal(ExitCode.Stopped, await job.EndAsync());
    }
}
