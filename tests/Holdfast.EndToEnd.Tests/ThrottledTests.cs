using Kinfolk.Site;

namespace Holdfast.EndToEnd.Tests;

/// <summary>The site refuses calls for a while, in the middle of a job and just before it goes on.</summary>
[Trait("Category", "Browser")]
public sealed class ThrottledTests(ITestOutputHelper output)
{
    private const int Pages = 20;
    private const int Records = Pages * 20;
    private const string Profiles = "/api/profiles/";

    // So that the browser is asked for a sign of life within a pause.
    private static readonly Dictionary<string, string> s_environment = new() { ["HOLDFAST__Session__HeartbeatInterval"] = "00:00:04" };

    [Fact]
    public async Task Run_RefusedInTheMiddle_NothingIsSentEarlyAndTheSessionLives()
    {
        using JobFolder folder = new();
        await using MemberSite site = await LocalSite.StartAsync(Pages, delayMs: 2);
        using SiteControlClient control = new(site.Url);
        await using Job job = Job.Run(folder, site.Url, s_environment);
        ArrivalReport arrival = await control.WaitAsync(Profiles, 100, Job.Deadline);
        await control.ThrottleAsync(Profiles, 1, retryAfterSeconds: 12);

        int code = await job.EndAsync();
        output.WriteLine(job.Output);

        Assert.False(arrival.TimedOut);
        Assert.Equal(0, code);
        RunSummary summary = GatherAssert.Complete(folder, Records);
        AssertQuiet(await control.LogAsync(), TimeSpan.FromSeconds(12));
        Assert.Empty(GatherAssert.Incidents(folder));
        Assert.Equal(1, (await control.CountsAsync()).LoginsOk);
        Assert.Equal((1, $"{new Uri(site.Url).Authority}{Profiles}*"), (summary.Pauses.Count, summary.Pauses.Last!.Endpoint));
        Assert.InRange(summary.Pauses.Duration, TimeSpan.FromSeconds(11.9), TimeSpan.FromSeconds(12.1));
        Assert.Contains("session alive, generation 1  |  waiting for ", job.Output, StringComparison.Ordinal);
        Assert.Contains(": HTTP 429 from ", job.Output, StringComparison.Ordinal);
        Assert.Contains("1 pause that the site asked for: 12 s", job.Output, StringComparison.Ordinal);
        Assert.Empty(folder.Processes());
    }

    [Fact]
    public async Task Run_KilledWithinAPause_TheNextLegWaitsForItsEnd()
    {
        using JobFolder folder = new();
        await using MemberSite site = await LocalSite.StartAsync(Pages, delayMs: 2);
        using SiteControlClient control = new(site.Url);
        await using (Job first = Job.Run(folder, site.Url, s_environment))
        {
            await control.WaitAsync(Profiles, 100, Job.Deadline);
            await control.ThrottleAsync(Profiles, 1, retryAfterSeconds: 20);
            await first.PrintedAsync("waiting for ");
            first.Signal(Signals.Kill);
            await first.EndAsync();
        }

        await using Job second = Job.Run(folder, site.Url, s_environment);
        int code = await second.EndAsync();
        output.WriteLine(second.Output);

        Assert.Equal(0, code);
        RunSummary summary = GatherAssert.Complete(folder, Records);
        Assert.Equal(2, summary.Run.Legs);
        AssertQuiet(await control.LogAsync(), TimeSpan.FromSeconds(20));
        Assert.Empty(GatherAssert.Incidents(folder));
        Assert.Contains("waiting for ", second.Output, StringComparison.Ordinal);
        Assert.Empty(folder.Processes());
    }

    private static void AssertQuiet(IReadOnlyList<SiteLogEntry> log, TimeSpan pause)
    {
        SiteLogEntry refused = Assert.Single(log, entry => entry.Status == 429);
        Assert.StartsWith(Profiles, refused.Path, StringComparison.Ordinal);
        SiteLogEntry[] profiles = [.. log.Where(entry => entry.Path.StartsWith(Profiles, StringComparison.Ordinal))];

        // What was in flight when it was refused may have arrived a moment later.
        double answered = refused.MonotonicMs + refused.DurationMs;
        Assert.DoesNotContain(
            profiles, entry => entry.MonotonicMs > answered + 200 && entry.MonotonicMs < answered + pause.TotalMilliseconds);
        Assert.Contains(profiles, entry => entry.MonotonicMs > answered + pause.TotalMilliseconds);
    }
}
