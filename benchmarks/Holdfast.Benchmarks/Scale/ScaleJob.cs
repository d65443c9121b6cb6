using System.Diagnostics;
using System.Globalization;
using Holdfast.Actions;
using Holdfast.Http;
using Holdfast.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.Benchmarks;

/// <summary>The real runner over a scripted session, with default settings, in a process of its own. It says what it measured in one line.</summary>
internal static class ScaleJob
{
    // More than a start and its drain can fetch.
    private const int Rest = 10_000;
    private const int WarmUp = 3_000;

    /// <summary>A whole run. Says how many seconds it took, and the largest resident memory of this process in bytes.</summary>
    public static async Task<string> WholeAsync(string folder, int count)
    {
        await WarmUpAsync(folder);
        long started = Stopwatch.GetTimestamp();
        await RunAsync(LedgerIn(folder), new SampleGather(count), RunEnd.Completed, CancellationToken.None);
        double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        return string.Create(CultureInfo.InvariantCulture, $"{seconds} {PeakMemory()}");
    }

    /// <summary>A run that is stopped when so many are fetched, with more on its list. Says nothing.</summary>
    public static async Task<string> BeginAsync(string folder, int count)
    {
        using CancellationTokenSource stop = new();
        await RunAsync(LedgerIn(folder), new SampleGather(count + Rest, fetched => StopAt(fetched, count, stop)), RunEnd.Stopped, stop.Token);
        return "";
    }

    /// <summary>Goes on with that run, and stops it again at once. Says how many milliseconds it took to its first fetch.</summary>
    public static async Task<string> ResumeAsync(string folder, int count)
    {
        await WarmUpAsync(folder);
        using CancellationTokenSource stop = new();
        TimeSpan first = default;
        long started = Stopwatch.GetTimestamp();
        SampleGather action = new(count + Rest, fetched =>
        {
            if (fetched == 0)
            {
                first = Stopwatch.GetElapsedTime(started);
            }

            StopAt(fetched, 0, stop);
        });
        await RunAsync(LedgerIn(folder), action, RunEnd.Stopped, stop.Token);
        return first.TotalMilliseconds.ToString(CultureInfo.InvariantCulture);
    }

    private static void StopAt(int fetched, int count, CancellationTokenSource stop)
    {
        if (fetched >= count)
        {
            stop.Cancel();
        }
    }

    /// <summary>So that nothing is compiled while it is measured.</summary>
    private static async Task WarmUpAsync(string folder)
    {
        string ledger = Path.Combine(folder, "warm-up.db");
        using (CancellationTokenSource stop = new())
        {
            await RunAsync(ledger, new SampleGather(WarmUp, fetched => StopAt(fetched, WarmUp / 2, stop)), RunEnd.Stopped, stop.Token);
        }

        await RunAsync(ledger, new SampleGather(WarmUp), RunEnd.Completed, CancellationToken.None);
        File.Delete(ledger);
    }

    private static async Task RunAsync(string ledger, SampleGather action, RunEnd end, CancellationToken drain)
    {
        using ScriptedSite site = new(static _ => new object());
        ServiceCollection services = new();
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<ISessionProvider<ScriptedTab>>(new ScriptedProvider<ScriptedTab>(static launch => new ScriptedTab(launch)));
        services.AddHoldfast().AddSession<ScriptedTab>().AddSessionHttp(http =>
        {
            http.BaseAddress = new Uri("https://site.test/");
            http.WhoAmI = static (_, _) => Task.FromResult(Identity.Member("ann"));
            http.LoginIsTransport = true;
            http.PrimaryHandler = site;
        }).AddRunEngine().AddSqliteLedger();
        await using ServiceProvider provider = services.BuildServiceProvider();
        RunReport report = await provider.GetRequiredService<RunEngine>().RunAsync(action, new RunSettings { LedgerPath = ledger }, drain);
        if (report.End != end || report.Mismatches.Count > 0)
        {
            throw new InvalidOperationException($"The run ended as {report.End}, not {end}: {report.Reason}");
        }
    }

    private static string LedgerIn(string folder) => Path.Combine(folder, "scale.db");

    private static long PeakMemory() => long.Parse(
        File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal))[6..^2], CultureInfo.InvariantCulture) * 1024;
}
