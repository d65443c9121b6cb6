using System.Diagnostics;
using Holdfast.Selenium;
using Kinfolk.Site;
using Microsoft.Extensions.Options;
using OpenQA.Selenium;

namespace Holdfast.Benchmarks;

/// <summary>What a supervised session costs while nobody uses it, and whether a busy one is probed.</summary>
internal sealed class IdleMeasure : IMeasure
{
    private const int Rounds = 3;

    // Start-up work of the browser, and of just-in-time compilation, is over.
    private static readonly TimeSpan s_settling = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_idle = TimeSpan.FromSeconds(60);

    // Longer than the heartbeat, so that a session that is not used would be probed.
    private static readonly TimeSpan s_busy = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(20);

    public string Name => "idle";

    public string What =>
        "One real session with the default options, logged in and then left alone for a minute, 15 s after its launch, against a browser of Selenium "
        + "alone in the same process. 'Ours' is the processor time of the process that supervises, 'browser' that of driver, browser and all their "
        + "children. Calls are all DevTools methods and HTTP requests in that minute. 'Busy' is a session that is used for 45 s, by commands and "
        + "API calls one after the other: one that takes longer than a second is a reason to ask.";

    public async Task<IReadOnlyList<Metric>> RunAsync()
    {
        using HttpCount http = new();
        await using SiteProcess site = await SiteProcess.StartAsync();
        Uri url = new(site.Url);
        (int probes, int calls, double longest) = await BusyAsync(url);
        List<Minute> bare = [];
        List<Minute> supervised = [];
        for (int round = 0; round < Rounds; round++)
        {
            bare.Add(await BareAsync(url, http));
            supervised.Add(await SupervisedAsync(url, http));
        }

        return
        [
            Metric.Of("ours, of a core", "%", Added(minute => minute.Ours)),
            Metric.Of("ours", "ms/min", supervised.Select(minute => minute.Ours)),
            Metric.Of("ours, without a session", "ms/min", bare.Select(minute => minute.Ours)),
            Metric.Of("browser, more than unsupervised, of a core", "%", Added(minute => minute.Browser)),
            Metric.Of("browser", "ms/min", supervised.Select(minute => minute.Browser)),
            Metric.Of("browser, unsupervised", "ms/min", bare.Select(minute => minute.Browser)),
            Metric.Of("probes", "/min", supervised.Select(minute => (double)minute.Probes)),
            Metric.Of("calls", "/min", supervised.Select(minute => (double)minute.Calls)),
            Metric.Of("busy, probes", "", probes),
            Metric.Of("busy, commands and API calls", "", calls),
            Metric.Of("busy, longest of them", "ms", longest),
        ];

        // Both milliseconds are of one minute of one core.
        IEnumerable<double> Added(Func<Minute, double> part) =>
            supervised.Zip(bare, (with, without) => (part(with) - part(without)) / s_idle.TotalMilliseconds * 100);
    }

    private static async Task<Minute> BareAsync(Uri site, HttpCount http)
    {
        SiteOptions member = new();
        using BareBrowser browser = BareBrowser.LogIn(site, member.Username, member.Password);
        return await MinuteAsync(ProcessTree.Driver(browser.Driver), () => 0, () => (int)http.Requests);
    }

    private static Task<Minute> SupervisedAsync(Uri site, HttpCount http) => WithSessionAsync(site, async (provider, lease) =>
        await MinuteAsync(
            await lease.UseAsync(ProcessTree.Driver), () => provider.Probes, () => provider.DevToolsCalls + (int)http.Requests));

    private static Task<(int Probes, int Calls, double Longest)> BusyAsync(Uri site) => WithSessionAsync(site, async (provider, lease) =>
    {
        using HttpClient api = new() { BaseAddress = site };
        int before = provider.Probes;
        int calls = 0;
        TimeSpan longest = TimeSpan.Zero;
        for (long began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < s_busy; calls += 2)
        {
            await TimedAsync(async () => await lease.UseAsync(driver => driver.Title));
            await TimedAsync(async () => await lease.GuardAsync(async token => await api.GetStringAsync("/login", token)));
            await Task.Delay(s_pause, TimeProvider.System);
        }

        return (provider.Probes - before, calls, longest.TotalMilliseconds);

        async Task TimedAsync(Func<Task<string>> call)
        {
            long began = Stopwatch.GetTimestamp();
            _ = await call();
            longest = TimeSpan.FromTicks(Math.Max(longest.Ticks, Stopwatch.GetElapsedTime(began).Ticks));
        }
    });

    private static async Task<TResult> WithSessionAsync<TResult>(
        Uri site, Func<CountedProvider, SessionLease<IWebDriver>, Task<TResult>> measure)
    {
        string folder = Work.NewFolder();
        SiteOptions member = new();
        try
        {
            await using ChromiumProvider chromium = new(new ChromiumOptions
            {
                WorkFolder = folder,
                LogIn = (driver, login) => Task.Run(
                    () => BareBrowser.LogIn(driver, site, member.Username, member.Password), login.CancellationToken),
            });
            CountedProvider provider = new(chromium);
            await using SessionManager<IWebDriver> manager = new(provider, Options.Create(new SessionOptions()));
            return await measure(provider, await manager.LeaseAsync());
        }
        finally
        {
            Work.Remove(folder);
        }
    }

    private static async Task<Minute> MinuteAsync(int driver, Func<int> probes, Func<int> calls)
    {
        await Task.Delay(s_settling, TimeProvider.System);
        (TimeSpan ours, TimeSpan browser, int probed, int called) = (Environment.CpuUsage.TotalTime, ProcessTree.CpuOf(driver), probes(), calls());
        await Task.Delay(s_idle, TimeProvider.System);
        return new Minute(
            (Environment.CpuUsage.TotalTime - ours).TotalMilliseconds,
            (ProcessTree.CpuOf(driver) - browser).TotalMilliseconds,
            probes() - probed,
            calls() - called);
    }

    /// <summary>One minute: processor time in milliseconds, and what was asked.</summary>
    private sealed record Minute(double Ours, double Browser, int Probes, int Calls);
}
