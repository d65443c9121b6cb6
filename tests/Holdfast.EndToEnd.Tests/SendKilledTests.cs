using Holdfast.App;
using Kinfolk.Site;

namespace Holdfast.EndToEnd.Tests;

/// <summary>Messages to members, with a real browser: browser, driver and the job itself are killed at exact points of a send.</summary>
[Trait("Category", "Browser")]
public sealed class SendKilledTests(ITestOutputHelper output)
{
    private const int PerPage = 20;
    private const string Send = "POST /api/messages";
    private const string Plan = "GET /api/matches?page=";

    // As many deaths as here, in so short a time, would end a run.
    private static readonly Dictionary<string, string> s_environment = new()
    {
        ["HOLDFAST__Run__SettleTime"] = "00:00:00.200",
        ["HOLDFAST__Session__Recovery__MaxRestarts"] = "30",
    };

    // Every kind of kill in each run; twice as many, among twice as many messages, where every moment is tried.
    private static readonly int s_killsOfAKind = Sample.Seed is null ? 2 : 1;
    private static readonly int s_messages = 260 * s_killsOfAKind;

    /// <summary>Where the request is held, and what is let go just before the kill: nothing, or the held answer. Then the kill comes between the
    /// answer and its commit, or a moment later.</summary>
    private sealed record Point(string Name, string Path, HoldStage Stage, bool AnswerFirst = false);

    [Theory]
    [InlineData(7311)]
    public async Task Run_KilledAtEveryPointOfASend_EachMatchGetsOneMessage(int seed)
    {
        Point[] points =
        [
            new("before plan", Plan, HoldStage.Answer),
            new("after plan", Plan, HoldStage.Answer, AnswerFirst: true),
            new("request out", Send, HoldStage.Arrival),
            new("answer lost", Send, HoldStage.Answer),
            new("before confirm", Send, HoldStage.Answer, AnswerFirst: true),
        ];
        (Point Point, Victim Victim)[] kills =
            [.. points.SelectMany(point => Enum.GetValues<Victim>().SelectMany(victim => Enumerable.Repeat((point, victim), s_killsOfAKind)))];
        new Random(seed).Shuffle(kills);
        output.WriteLine($"seed {seed}");
        using JobFolder folder = new();
        await using MemberSite site = await LocalSite.StartAsync(s_messages / PerPage);
        using SiteControlClient control = new(site.Url);
        int hold = await control.HoldAsync(kills[0].Point.Path, kills[0].Point.Stage);
        Job job = Start(folder, site.Url);
        int dead = 0;
        try
        {
            for (int kill = 0; kill < kills.Length; kill++)
            {
                (Point point, Victim victim) = kills[kill];

                // Only the next generation: until its death is noticed, the one that was hit still sends, and a second hit would be no second death.
                RunningBrowser browser = await job.BrowserAsync(otherThan: dead);
                await HeldAsync(control, isHeld: true, job);
                output.WriteLine($"{point.Name}: {victim}");
                if (point.AnswerFirst)
                {
                    await control.ReleaseAsync(hold);
                }

                await victim.KillAsync(job, browser);
                dead = victim == Victim.Job ? 0 : browser.Browser;

                // What was held is given up, or the next hold would take it for the next request.
                await HeldAsync(control, isHeld: false, victim == Victim.Job ? null : job);
                int next = kill + 1 < kills.Length ? await control.HoldAsync(kills[kill + 1].Point.Path, kills[kill + 1].Point.Stage) : 0;
                await control.ReleaseAsync(hold);
                hold = next;
                if (victim == Victim.Job)
                {
                    await job.EndAsync();
                    await job.DisposeAsync();
                    job = Start(folder, site.Url);
                }
            }

            Assert.Equal(ExitCode.Completed, await job.EndAsync());
            output.WriteLine(job.Output);
        }
        finally
        {
            await job.DisposeAsync();
        }

        IReadOnlyList<Message> messages = await control.MessagesAsync();
        Assert.Equal(
            Enumerable.Range(1, s_messages).Select(number => $"hello-{KinData.Id(number)}").Order(StringComparer.Ordinal),
            messages.Select(message => message.Key).Order(StringComparer.Ordinal));
        using RunLedger ledger = RunLedger.Open(folder.Ledger, LedgerAccess.Read, TimeProvider.System);
        RunSummary summary = ledger.ReadSummary(Assert.Single(ledger.ReadRuns()).RunId);
        Assert.Empty(ledger.Check(summary.Run.RunId));
        Assert.Equal(((long)s_messages, (long)s_messages, 0L), (summary.Effects!.Planned, summary.Effects.Confirmed, summary.Effects.InDoubt));
        Assert.Equal(1 + kills.Count(kill => kill.Victim == Victim.Job), summary.Run.Legs);

        // One for each death, and none for a job that was killed.
        Assert.Equal(kills.Count(kill => kill.Victim != Victim.Job), summary.Incidents.Values.Sum());
        Assert.Empty(folder.Processes());
    }

    private static Job Start(JobFolder folder, string url) =>
        Job.Start(folder, ["messages", "run", "--url", url, "--ledger", folder.Ledger], s_environment);

    /// <summary>Ends when a request is held, or none is. A job that is given must not end meanwhile.</summary>
    private static async Task HeldAsync(SiteControlClient control, bool isHeld, Job? job)
    {
        using CancellationTokenSource deadline = new(Job.Deadline);
        using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(2));
        while ((await control.CountsAsync(deadline.Token)).Held > 0 != isHeld)
        {
            Assert.False(job is { HasExited: true }, job?.Output);
            await timer.WaitForNextTickAsync(deadline.Token);
        }
    }
}
