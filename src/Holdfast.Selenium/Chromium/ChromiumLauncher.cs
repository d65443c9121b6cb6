using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using OpenQA.Selenium;
using OpenQA.Selenium.Chrome;
using OpenQA.Selenium.Remote;

namespace Holdfast.Selenium;

/// <summary>Launches one browser, or leaves nothing behind.</summary>
/// <param name="options">How.</param>
/// <param name="http">A client without a proxy.</param>
/// <param name="housekeeping">Deletes profiles afterwards.</param>
/// <param name="time">The clock.</param>
[SuppressMessage("Reliability", "CA2000", Justification = "What is made here belongs to the session, or is undone in the catch block.")]
internal sealed class ChromiumLauncher(ChromiumOptions options, HttpClient http, Housekeeping housekeeping, TimeProvider time)
{
    private static readonly TimeSpan s_killPause = TimeSpan.FromMilliseconds(20);

    /// <summary>Launches.</summary>
    public async Task<LaunchedChromium> LaunchAsync(SessionLaunch launch, CancellationToken cancellationToken)
    {
        LaunchRequirements.Check(options, again: launch.Generation > 1);
        BrowserProxy? proxy = LaunchRequirements.FindProxy(options.Arguments);
        string browser = ProgramFinder.FindBrowser(options.BrowserPath);
        string driver = ProgramFinder.FindDriver(options.DriverPath);
        SessionRegistry registry = new(options.WorkFolder ?? SessionRegistry.DefaultFolder);
        ProfileLock? profile = LaunchRequirements.TakeProfile(options.ProfileFolder, again: launch.Generation > 1);
        try
        {
            return await LaunchAsync(launch, browser, driver, proxy, registry, profile, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            profile?.Dispose();
            throw;
        }
    }

    private async Task<LaunchedChromium> LaunchAsync(
        SessionLaunch launch,
        string browser,
        string driver,
        BrowserProxy? proxy,
        SessionRegistry registry,
        ProfileLock? profile,
        CancellationToken cancellationToken)
    {
        SessionRecord record = LaunchRequirements.Begin(registry, options.ProfileFolder, driver, browser);
        DriverThread thread = new($"Holdfast driver {launch.Generation}", time);
        SessionWatch? watch = null;
        IEvidenceSink evidence = launch.Evidence;
        DriverStart? start = null;
        try
        {
            start = await StartAsync(thread, record, browser, driver, proxy, cancellationToken).ConfigureAwait(false);
            record = record.Started(start.DriverProcess, start.BrowserProcess);
            registry.Write(record);
            DriverTab tab = new(new Uri(start.Service.ServiceUrl, $"/session/{start.Driver.SessionId}/window"), http);
            watch = new SessionWatch(
                evidence, start.DriverProcess, start.BrowserProcess, tab.AskAsync, options.PageLoadLimit, proxy is null ? null : new ProxyLogin(proxy), time);
            watch.Tabs.Use(start.Window);
            CommandObserver observer = new(watch, time);
            if (start.Driver.CommandExecutor is DriverServiceCommandExecutor executor)
            {
                executor.HttpExecutor.SendingRemoteHttpRequest += observer.OnSending;
            }

            Uri endpoint = await DevToolsEndpoint.FindAsync(record.Profile, start.DebuggerAddress, http, cancellationToken)
                .ConfigureAwait(false);
            await watch.StartAsync(endpoint, cancellationToken).ConfigureAwait(false);
            return new LaunchedChromium(start.Driver, thread, start.Service, watch, observer, evidence, registry, record, profile, housekeeping);
        }
        catch (Exception exception)
        {
            evidence.Close();
            if (watch is not null)
            {
                await watch.DisposeAsync().ConfigureAwait(false);
            }

            ProcessEnd end = await ProcessEnder.EndAsync(record.Processes, record.Known, time).ConfigureAwait(false);
            thread.End(() =>
            {
                if (start is not null)
                {
                    start.Driver.CommandExecutor.Dispose();
                    DriverProcess.Free(start.Service);
                }
            });
            if (end.Clean)
            {
                _ = registry.End(record);
            }

            cancellationToken.ThrowIfCancellationRequested();

            // Selenium says "session not created" with an InvalidOperationException.
            throw new WebDriverException("Chromium did not start: " + EvidenceText.Clean(exception.Message), exception);
        }
    }

    // Selenium's constructor blocks its thread and knows no cancellation: killing what it has started frees it.
    private async Task<DriverStart> StartAsync(
        DriverThread thread, SessionRecord record, string browser, string driver, BrowserProxy? proxy, CancellationToken cancellationToken)
    {
        Task<DriverStart> start = thread.RunAsync(
            _ => Task.FromResult(Start(record, browser, driver, proxy, cancellationToken)), CancellationToken.None);
        try
        {
            return await start.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // It may be about to start one more process: kill until the thread is free.
            HashSet<int> killed = [];
            while (!start.IsCompleted)
            {
                _ = ProcessEnder.KillOnce(record.Processes, record.Known, killed);
                _ = await Task.WhenAny(start, Task.Delay(s_killPause, time, CancellationToken.None)).ConfigureAwait(false);
            }

            _ = start.Exception;
            throw;
        }
    }

    private DriverStart Start(SessionRecord record, string browser, string driver, BrowserProxy? proxy, CancellationToken cancellationToken)
    {
        ChromeDriverService service = DriverProcess.Prepare(driver, record, cancellationToken);
        try
        {
            return Start(record, browser, service, proxy);
        }
        catch
        {
            DriverProcess.Free(service);
            throw;
        }
    }

    private DriverStart Start(SessionRecord record, string browser, ChromeDriverService service, BrowserProxy? proxy)
    {
        ChromeDriver started = new(service, ChromiumArguments.Build(options, browser, record, proxy), options.CommandTimeout);
        object pid = started.Capabilities.GetCapability("goog:processID")
            ?? throw new WebDriverException("The driver does not name the browser's process.");
        object? debugger = started.Capabilities.GetCapability("goog:chromeOptions");
        return new DriverStart(
            started,
            service,
            Identify(service.ProcessId, "driver"),
            Identify(Convert.ToInt32(pid, CultureInfo.InvariantCulture), "browser"),
            (debugger as IDictionary<string, object>)?["debuggerAddress"] as string
                ?? throw new WebDriverException("The driver does not name the browser's DevTools address."),
            started.CurrentWindowHandle);
    }

    private static ProcessIdentity Identify(int pid, string what) =>
        ProcessIdentity.Of(pid) ?? throw new WebDriverException($"The {what} exited during the launch.");

    private sealed record DriverStart(
        ChromeDriver Driver, ChromeDriverService Service, ProcessIdentity DriverProcess, ProcessIdentity BrowserProcess, string DebuggerAddress, string Window);
}
