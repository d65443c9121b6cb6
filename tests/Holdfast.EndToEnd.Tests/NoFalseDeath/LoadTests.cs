using System.Diagnostics;
using Kinfolk.Site;

namespace Holdfast.EndToEnd.Tests;

/// <summary>Thirty times the work that the machine can do: nobody is taken for hung who only waits for a processor, and who was stopped is found.</summary>
/// <remarks>It would disturb what runs beside it, so only <c>./test --long load</c> runs it, one round at a time.</remarks>
[Trait("Category", "Browser")]
public sealed class LoadTests(ITestOutputHelper output)
{
    private const int Loops = 60;
    private const int Pages = 20;
    private const int Records = Pages * 20;

    public static TheoryData<int> Rounds => [.. Enumerable.Range(1, 5)];

    /// <summary>Four runs at a time, twenty in all.</summary>
    [Theory(Explicit = true)]
    [MemberData(nameof(Rounds))]
    public async Task Runs_AmongBusyLoops_NobodyIsTakenForHung(int round)
    {
        using BusyLoops loops = new(Loops);
        await Task.WhenAll(Enumerable.Range(1, 4).Select(run => RunAsync($"round {round}, run {run}")));
        output.WriteLine($"load {await File.ReadAllTextAsync("/proc/loadavg", TestContext.Current.CancellationToken)}");
    }

    private async Task RunAsync(string name)
    {
        using JobFolder folder = new();
        await using MemberSite site = await LocalSite.StartAsync(Pages, delayMs: 2);
        await using Job job = Job.Run(folder, site.Url);
        int code = await job.EndAsync();
        output.WriteLine($"{name}:\n{job.Output}");

        Assert.Equal(App.ExitCode.Completed, code);
        GatherAssert.Complete(folder, Records);
        Assert.Equal([], GatherAssert.Incidents(folder).Select(incident => incident.ToScript().ToJson()));
        Assert.Empty(folder.Processes());
    }

    [Fact(Explicit = true)]
    public async Task Run_BrowserStopsAmongBusyLoops_IsFoundWithinTenSeconds()
    {
        using BusyLoops loops = new(Loops);
        using JobFolder folder = new();
        await using MemberSite site = await LocalSite.StartAsync(Pages, delayMs: 2);
        using SiteControlClient control = new(site.Url);
        await using Job job = Job.Run(folder, site.Url);
        Assert.True((await control.WaitAsync("/api/profiles/", 100, Job.Deadline)).Pending > 0);
        int hold = await control.HoldAsync("/api/");
        RunningBrowser browser = await job.BrowserAsync();
        DateTimeOffset stopped = TimeProvider.System.GetUtcNow();
        Assert.Equal(0, Signals.Send(browser.Browser, Signals.Stop));
        await folder.LogLineAsync("generation 1 died");
        await control.ReleaseAsync(hold);
        int code = await job.EndAsync();
        output.WriteLine(job.Output);

        Assert.Equal(App.ExitCode.Completed, code);
        GatherAssert.Complete(folder, Records);
        StoredIncident incident = Assert.Single(GatherAssert.Incidents(folder));
        output.WriteLine(incident.ToScript().ToJson());
        Assert.Equal(LossCause.Unresponsive, incident.Incident.Cause);
        Assert.InRange(incident.Incident.DetectedAt - stopped, TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    /// <summary>Processes that take what they can get.</summary>
    private sealed class BusyLoops : IDisposable
    {
        // Until whoever started it is gone, however that went.
        private const string Loop = "while kill -0 $PPID; do i=0; while [ $i -lt 99999 ]; do i=$((i+1)); done; done";

        private readonly Process[] _loops;

        public BusyLoops(int count) => _loops = [.. Enumerable.Range(0, count).Select(_ => Process.Start("sh", ["-c", Loop]))];

        public void Dispose()
        {
            foreach (Process loop in _loops)
            {
                loop.Kill();
                loop.Dispose();
            }
        }
    }
}
