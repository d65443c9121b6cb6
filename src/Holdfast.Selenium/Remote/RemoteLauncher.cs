using System.Diagnostics.CodeAnalysis;
using OpenQA.Selenium;
using OpenQA.Selenium.Remote;

namespace Holdfast.Selenium;

/// <summary>Opens one session at a hub, or leaves none behind there.</summary>
/// <param name="options">How.</param>
/// <param name="hub">The hub.</param>
/// <param name="leftovers">Takes what cannot be ended at once.</param>
/// <param name="time">The clock.</param>
[SuppressMessage("Reliability", "CA2000", Justification = "What is made here belongs to the session, or is undone in the catch block.")]
internal sealed class RemoteLauncher(RemoteOptions options, HubClient hub, Leftovers leftovers, TimeProvider time)
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(250);

    /// <summary>Opens it.</summary>
    /// <param name="launch">Generation and sink.</param>
    /// <param name="wait">Whether a hub that cannot be reached is waited for.</param>
    /// <param name="cancellationToken">Ends the launch.</param>
    public async Task<LaunchedRemote> LaunchAsync(SessionLaunch launch, bool wait, CancellationToken cancellationToken)
    {
        if (wait)
        {
            await WaitForHubAsync(cancellationToken).ConfigureAwait(false);
        }

        IEvidenceSink evidence = launch.Evidence;
        DriverThread thread = new($"Holdfast driver {launch.Generation}", time);
        HttpCommandExecutor executor = new(options.HubUrl!, options.CommandTimeout);
        RemoteWatch? watch = null;
        Task<RemoteWebDriver> start = thread.RunAsync(
            _ => Task.FromResult(new RemoteWebDriver(executor, ChromiumArguments.Build(options).ToCapabilities())), CancellationToken.None);
        try
        {
            RemoteWebDriver driver = await start.WaitAsync(cancellationToken).ConfigureAwait(false);
            string window = await thread.RunAsync(_ => Task.FromResult(driver.CurrentWindowHandle), cancellationToken)
                .WaitAsync(cancellationToken).ConfigureAwait(false);
            string id = driver.SessionId!.ToString();
            watch = new RemoteWatch(hub, id, BiDi(driver), evidence, options, time);
            watch.Tabs.Use(window);
            CommandObserver observer = new(watch, time);
            executor.SendingRemoteHttpRequest += observer.OnSending;
            await watch.StartAsync(cancellationToken).ConfigureAwait(false);
            return new LaunchedRemote(driver, thread, hub, id, watch, observer, evidence, leftovers);
        }
        catch (Exception exception)
        {
            evidence.Close();
            if (watch is not null)
            {
                await watch.DisposeAsync().ConfigureAwait(false);
            }

            // Not aborted when it still runs: the hub would open the session all the same, and nobody would know its id.
            leftovers.Follow(IdOfAsync(start, thread, executor));
            cancellationToken.ThrowIfCancellationRequested();

            // Selenium says "session not created" with an InvalidOperationException.
            throw new WebDriverException($"The hub {hub.Address} opened no session: {EvidenceText.Clean(exception.Message)}", exception);
        }
    }

    private Uri? BiDi(RemoteWebDriver driver) =>
        options.UseBiDi ? BiDiAddress.Find(driver.Capabilities.GetCapability("webSocketUrl"), hub.Address) : null;

    private static async Task<string> IdOfAsync(Task<RemoteWebDriver> start, DriverThread thread, HttpCommandExecutor executor)
    {
        try
        {
            RemoteWebDriver driver = await start.ConfigureAwait(false);
            return driver.SessionId!.ToString();
        }
        finally
        {
            thread.End(executor.Dispose);
        }
    }

    // An attempt that fails at once would cost one of the few restarts that are allowed.
    private async Task WaitForHubAsync(CancellationToken cancellationToken)
    {
        long began = time.GetTimestamp();
        while ((await hub.LimitAsync(hub.StatusAsync, cancellationToken).ConfigureAwait(false)).IsCut
            && time.GetElapsedTime(began) < options.HubWait)
        {
            await Task.Delay(s_pause, time, cancellationToken).ConfigureAwait(false);
        }

        cancellationToken.ThrowIfCancellationRequested();
    }
}
