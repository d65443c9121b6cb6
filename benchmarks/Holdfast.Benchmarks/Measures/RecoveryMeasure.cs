using System.Diagnostics;
using Kinfolk.Site;

namespace Holdfast.Benchmarks;

/// <summary>The browser of a running gather is killed several times; between, nothing is done but what the job does itself.</summary>
internal sealed class RecoveryMeasure : IMeasure
{
    private const int Deaths = 9;
    private const int BareLogins = 5;

    public string Name => "recovery";

    public string What =>
        "The sample's job in a process of its own. From just before SIGKILL of the browser until another process can read the next generation's "
        + "first commit, which needs 41 calls of 1 ms or more. A bare launch and login by Selenium alone is measured before and after; "
        + "'overhead' is each death less the median of those.";

    public async Task<IReadOnlyList<Metric>> RunAsync()
    {
        await using SiteProcess site = await SiteProcess.StartAsync("--pages", "8000", "--delay-ms", "1");
        _ = Bare(site);
        List<double> bare = [.. Enumerable.Range(0, BareLogins).Select(_ => Bare(site))];
        double[] deaths = await KillAsync(site);
        bare.AddRange(Enumerable.Range(0, BareLogins).Select(_ => Bare(site)));
        Metric login = Metric.Of("bare launch and login", "ms", bare);
        return
        [
            Metric.Of("overhead", "ms", deaths.Select(death => death - login.Median)),
            Metric.Of("death to commit", "ms", deaths),
            Metric.Of("first death of a job", "ms", deaths[0]),
            login,
        ];
    }

    private static double Bare(SiteProcess site)
    {
        SiteOptions member = new();
        long started = Stopwatch.GetTimestamp();
        using BareBrowser browser = BareBrowser.LogIn(new Uri(site.Url), member.Username, member.Password);
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    private static async Task<double[]> KillAsync(SiteProcess site)
    {
        string folder = Work.NewFolder();
        try
        {
            await using Work job = Work.Gather(folder, site.Url, ("Holdfast__Session__Recovery__MaxRestarts", "100"));
            using LedgerWatch ledger = new(job);
            List<double> samples = [];
            List<int> killedBrowsers = [];
            await ledger.CommittedAsync(1);
            for (int generation = 1; generation <= Deaths; generation++)
            {
                // Well into the work of this generation.
                await Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System);
                int browser = await job.BrowserAsync(otherThan: killedBrowsers);
                killedBrowsers.Add(browser);
                long killed = Stopwatch.GetTimestamp();
                Work.Kill(browser);
                await ledger.CommittedAsync(generation + 1);
                samples.Add(Stopwatch.GetElapsedTime(killed).TotalMilliseconds);
            }

            return [.. samples];
        }
        finally
        {
            Work.Remove(folder);
        }
    }
}
