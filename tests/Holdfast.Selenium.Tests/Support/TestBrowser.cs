using System.Diagnostics;
using OpenQA.Selenium;

namespace Holdfast.Selenium.Tests;

/// <summary>A launched session, its evidence, and a work folder of its own. Disposal proves that nothing is left.</summary>
internal sealed class TestBrowser : IAsyncDisposable
{
    private readonly ChromiumProvider _provider;

    private TestBrowser(ChromiumProvider provider, ChromiumSession session, EvidenceLog evidence, string workFolder)
    {
        _provider = provider;
        Session = session;
        Evidence = evidence;
        WorkFolder = workFolder;
    }

    public ChromiumSession Session { get; }

    public EvidenceLog Evidence { get; }

    public string WorkFolder { get; }

    public int BrowserPid => Session.Launched.Record.Browser!.Pid;

    public int DriverPid => Session.Launched.Record.Driver!.Pid;

    public static async Task<TestBrowser> LaunchAsync(Action<ChromiumOptions>? configure = null)
    {
        string folder = NewFolder();
        ChromiumOptions options = new() { WorkFolder = folder };
        configure?.Invoke(options);
        ChromiumProvider provider = new(options);
        EvidenceLog evidence = new();
        ISupervisedSession<IWebDriver> session =
            await provider.LaunchAsync(new SessionLaunch(1, evidence), TestContext.Current.CancellationToken);
        return new TestBrowser(provider, (ChromiumSession)session, evidence, folder);
    }

    public static string NewFolder() => Directory.CreateTempSubdirectory("holdfast-test-").FullName;

    public void Kill(int pid, int signal) => Assert.Equal(0, NativeMethods.Kill(pid, signal));

    public Task RunAsync(Action<IWebDriver> action) => Session.InvokeAsync(
        (driver, _) =>
        {
            action(driver);
            return Task.FromResult(true);
        },
        TestContext.Current.CancellationToken);

    /// <summary>Starts a script that runs for 30 s, and returns once it runs.</summary>
    public async Task<Task> StartLongScriptAsync()
    {
        TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Task script = RunAsync(driver =>
        {
            driver.Manage().Timeouts().AsynchronousJavaScript = TimeSpan.FromSeconds(40);
            begun.SetResult();
            _ = ((IJavaScriptExecutor)driver).ExecuteAsyncScript("document.title = 'running'; setTimeout(arguments[0], 30000);");
        });
        await begun.Task;
        await WaitForTitleAsync(Session, "running");
        return script;
    }

    /// <summary>Starts a command that may never end, and returns once its work has begun.</summary>
    public async Task<Task> StartAsync(Action<IWebDriver> action)
    {
        TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Task command = RunAsync(driver =>
        {
            begun.SetResult();
            action(driver);
        });
        await begun.Task;
        return command;
    }

    public async Task<TimeSpan> EndAsync()
    {
        long started = Stopwatch.GetTimestamp();
        await Session.EndAsync(TestContext.Current.CancellationToken);
        return Stopwatch.GetElapsedTime(started);
    }

    public async ValueTask DisposeAsync()
    {
        await Session.EndAsync(CancellationToken.None);
        await _provider.DisposeAsync();
        Assert.Empty(Session.Launched.Record.Processes.Find());
        AssertNothingLeft(WorkFolder);
    }

    public static void AssertNothingLeft(string folder)
    {
        Assert.Empty(ProcessesNaming(folder));
        Assert.Empty(Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories));
        Directory.Delete(folder, recursive: true);
    }

    public static IReadOnlyList<string> ProcessesNaming(string text) =>
    [
        .. Directory.EnumerateDirectories("/proc").Where(folder => int.TryParse(Path.GetFileName(folder), out int pid)
            && pid != Environment.ProcessId && ProcessStat.Read(pid) is { IsRunning: true } && CommandLine(folder).Contains(text, StringComparison.Ordinal)),
    ];

    private static string CommandLine(string folder)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, "cmdline"));
        }
        catch (IOException)
        {
            return "";
        }
    }

    public static async Task WaitForTitleAsync(ChromiumSession session, string title)
    {
        long started = Stopwatch.GetTimestamp();
        while (true)
        {
            System.Text.Json.JsonElement targets =
                await session.Launched.Watch.Browser.CallAsync("Target.getTargets", null, TestContext.Current.CancellationToken);
            if (targets.GetProperty("targetInfos").EnumerateArray().Any(target => target.GetProperty("title").GetString() == title))
            {
                return;
            }

            Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(10), "the script did not begin");
        }
    }
}
