using System.Diagnostics;
using Holdfast.Selenium;
using Microsoft.Extensions.Options;
using OpenQA.Selenium;

namespace Holdfast.Benchmarks;

/// <summary>Real kills of real browsers and drivers.</summary>
internal sealed class DetectionMeasure : IMeasure
{
    private const int Kills = 25;
    private const int KillsInFlight = 10;

    private static readonly TimeSpan s_startUp = TimeSpan.FromSeconds(1);

    public string Name => "detection";

    public string What =>
        "From just before SIGKILL is sent to the callback on `Lost`, and to the exception of a caller with a 30 s script in flight. "
        + "Each browser has had a second to finish starting: on two cores its own start-up delays the news by as much again.";

    public async Task<IReadOnlyList<Metric>> RunAsync()
    {
        string folder = Work.NewFolder();
        try
        {
            await using ChromiumProvider provider = new(new ChromiumOptions { WorkFolder = folder });
            SessionOptions options = new();
            options.Recovery.MaxRestarts = 1000;
            await using SessionManager<IWebDriver> manager = new(provider, Options.Create(options));

            // The first death compiles the code that the others run.
            _ = await KillAsync(manager, ProcessTree.Browser);
            return
            [
                Metric.Of("browser killed", "ms", await RepeatAsync(Kills, () => KillAsync(manager, ProcessTree.Browser))),
                Metric.Of("driver killed", "ms", await RepeatAsync(Kills, () => KillAsync(manager, ProcessTree.Driver))),
                Metric.Of("browser killed, call in flight", "ms", await RepeatAsync(KillsInFlight, () => KillInFlightAsync(manager, ProcessTree.Browser))),
                Metric.Of("driver killed, call in flight", "ms", await RepeatAsync(KillsInFlight, () => KillInFlightAsync(manager, ProcessTree.Driver))),
            ];
        }
        finally
        {
            Work.Remove(folder);
        }
    }

    private static async Task<List<double>> RepeatAsync(int times, Func<Task<double>> measure)
    {
        List<double> samples = [];
        for (int i = 0; i < times; i++)
        {
            samples.Add(await measure());
        }

        return samples;
    }

    private static async Task<double> KillAsync(SessionManager<IWebDriver> manager, Func<IWebDriver, int> victim)
    {
        SessionLease<IWebDriver> lease = await manager.LeaseAsync();
        using Process process = Process.GetProcessById(await lease.UseAsync(victim));
        TaskCompletionSource<long> lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using CancellationTokenRegistration registration = lease.Lost.Register(() => lost.SetResult(Stopwatch.GetTimestamp()));
        await Task.Delay(s_startUp, TimeProvider.System);
        long killed = Stopwatch.GetTimestamp();
        process.Kill();
        return Stopwatch.GetElapsedTime(killed, await lost.Task).TotalMilliseconds;
    }

    private static async Task<double> KillInFlightAsync(SessionManager<IWebDriver> manager, Func<IWebDriver, int> victim)
    {
        SessionLease<IWebDriver> lease = await manager.LeaseAsync();
        using Process process = Process.GetProcessById(await lease.UseAsync(victim));
        TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<long> call = Task.Run(async () =>
        {
            try
            {
                await lease.UseAsync(driver =>
                {
                    driver.Manage().Timeouts().AsynchronousJavaScript = TimeSpan.FromMinutes(1);
                    begun.SetResult();
                    return ((IJavaScriptExecutor)driver).ExecuteAsyncScript("setTimeout(arguments[0], 30000)");
                });
                throw new InvalidOperationException("The script outlived its browser.");
            }
            catch (SessionLostException)
            {
                return Stopwatch.GetTimestamp();
            }
        });
        await begun.Task;
        await Task.Delay(s_startUp, TimeProvider.System);
        long killed = Stopwatch.GetTimestamp();
        process.Kill();
        return Stopwatch.GetElapsedTime(killed, await call).TotalMilliseconds;
    }
}
