using System.Globalization;
using Holdfast.Actions.Tests.Running;
using Holdfast.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.Actions.Tests.Engine;

/// <summary>Runs on sessions that outlive them: one after the other, at once, and on several sessions of one process.</summary>
public sealed class ManyRunsTests
{
    private static readonly (int, LossCause, IncidentOutcome) s_exited = (1, LossCause.BrowserExited, IncidentOutcome.Recovered);

    [Fact]
    public async Task RunAsync_TenTimesOnOneSession_StartsOneBrowser()
    {
        await using ManyRunsRig rig = new();
        (GatherSite site, ScriptedProvider<ScriptedTab> browser) = await rig.AddAsync(name: null, entries: 12);
        for (int run = 1; run <= 10; run++)
        {
            site.Entries = [.. site.Entries.Select(entry => entry with { Version = $"v{run}", Value = run })];
            RunReport report = await rig.RunAsync();
            Assert.Equal((RunEnd.Completed, (string?)null, (long)run), (report.End, report.Reason, report.Summary.Run.RunId));
            Assert.Equal(12, report.Summary.New + report.Summary.Updated);
            Assert.Empty(report.Mismatches);
        }

        Assert.Equal((1, 1), (browser.Launch.Calls, browser.Running));
        Assert.Equal(SessionState.Alive, rig.Services.GetRequiredService<ISessionManager>().Health.State);
        await rig.Services.DisposeAsync();
        Assert.Equal(0, browser.Running);
        using RunLedger ledger = rig.Read();
        Assert.All(ledger.ReadRecords("site"), record => Assert.Contains("\"value\":10", record.Json, StringComparison.Ordinal));
        Assert.Empty(rig.Incidents());
    }

    /// <summary>A death that both suffer is in both ledgers, and neither loses anything.</summary>
    [Fact]
    public async Task RunAsync_TwoAtOnceOnOneSession_EachLedgerHasTheDeath()
    {
        await using ManyRunsRig rig = new();
        (GatherSite site, ScriptedProvider<ScriptedTab> browser) = await rig.AddAsync(name: null, entries: 20);
        Meet(site, 2, () =>
        {
            browser.Die();
            return null;
        });

        RunReport[] reports = await Task.WhenAll(rig.RunAsync(ledger: "one"), rig.RunAsync(ledger: "other"));

        Assert.All(reports, report => Assert.Equal((RunEnd.Completed, (string?)null, 20L), (report.End, report.Reason, report.Summary.New)));
        Assert.All(reports, report => Assert.Empty(report.Mismatches));
        Assert.Equal([s_exited], rig.Incidents("one"));
        Assert.Equal([s_exited], rig.Incidents("other"));
        Assert.Equal((2, 1), (browser.Launch.Calls, browser.Running));
    }

    [Fact]
    public async Task RunAsync_TwoActionsAtOnceOnOneLedger_EachRunHasTheDeath()
    {
        await using ManyRunsRig rig = new();
        (GatherSite site, ScriptedProvider<ScriptedTab> browser) = await rig.AddAsync(name: null, entries: 20);
        Meet(site, 2, () =>
        {
            browser.Die();
            return null;
        });

        RunReport[] reports = await Task.WhenAll(rig.RunAsync(action: new SiteGather("one")), rig.RunAsync(action: new SiteGather("other")));

        Assert.All(reports, report => Assert.Equal((RunEnd.Completed, (string?)null, 20L), (report.End, report.Reason, report.Summary.New)));
        Assert.All(reports, report => Assert.Empty(report.Mismatches));
        Assert.All(reports, report => Assert.Equal(1, report.Summary.Incidents.Values.Sum()));
        Assert.Equal([s_exited, s_exited], rig.Incidents());
    }

    [Fact]
    public async Task RunAsync_TwoAtOnceOnOneSession_EachLedgerHasThePause()
    {
        await using ManyRunsRig rig = new();
        (GatherSite site, _) = await rig.AddAsync(name: null, entries: 20);
        Meet(site, 2, static () => TimeSpan.FromSeconds(1));

        RunReport[] reports = await Task.WhenAll(rig.RunAsync(ledger: "one"), rig.RunAsync(ledger: "other"));

        Assert.All(reports, report => Assert.Equal((RunEnd.Completed, 1), (report.End, report.Summary.Pauses.Count)));
        Assert.All(reports, report => Assert.EndsWith("/records", report.Summary.Pauses.Last!.Endpoint, StringComparison.Ordinal));
    }

    /// <summary>What one run tries alone is alone on the session: the other run's items are not in flight then, and are not blamed.</summary>
    [Fact]
    public async Task RunAsync_OneOfTwoAtOnceHasAnItemThatKills_NothingOfTheOtherIsBlamed()
    {
        await using ManyRunsRig rig = new();
        (_, ScriptedProvider<ScriptedTab> browser) = await rig.AddAsync(name: null, entries: 20, options => options.Recovery.MaxRestarts = 100);
        SiteGather killing = new()
        {
            Fetch = async (context, batch, token) =>
            {
                if (batch.Any(static item => item.Key == GatherSite.Key(3)))
                {
                    browser.Die();
                    await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
                }

                return await SiteGather.FetchBatchAsync(context, batch, token);
            },
        };
        SiteGather slow = new()
        {
            Fetch = static async (context, batch, token) =>
            {
                // Long enough that it would be in flight at each death, if it might.
                await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, token);
                return await SiteGather.FetchBatchAsync(context, batch, token);
            },
        };

        RunReport[] reports = await Task.WhenAll(rig.RunAsync(ledger: "one", action: killing), rig.RunAsync(ledger: "other", action: slow));

        Assert.Equal((RunEnd.CompletedWithGaps, 19L, 1L), (reports[0].End, reports[0].Summary.New, reports[0].Summary.Quarantined));
        Assert.Equal((RunEnd.Completed, 20L, 0L), (reports[1].End, reports[1].Summary.New, reports[1].Summary.Quarantined));
    }

    /// <summary>Each has a site, a browser, a login and a ledger of its own, and dies its own death.</summary>
    [Fact]
    public async Task RunAsync_TwoNamedSessionsAtOnce_EachLedgerHasItsOwnDeath()
    {
        await using ManyRunsRig rig = new();
        (GatherSite inbox, ScriptedProvider<ScriptedTab> ofInbox) = await rig.AddAsync("inbox", entries: 20);
        (GatherSite archive, ScriptedProvider<ScriptedTab> ofArchive) = await rig.AddAsync("archive", entries: 15);
        inbox.Member = "ina";
        archive.Member = "archie";
        using Barrier both = new(2);
        DieInTheMiddle(inbox, ofInbox, LossCause.BrowserExited);
        DieInTheMiddle(archive, ofArchive, LossCause.TabLost);

        RunReport[] reports = await Task.WhenAll(rig.RunAsync("inbox", "inbox"), rig.RunAsync("archive", "archive"));

        Assert.Equal([(RunEnd.Completed, 20L), (RunEnd.Completed, 15L)], reports.Select(report => (report.End, report.Summary.New)));
        Assert.Equal([s_exited], rig.Incidents("inbox"));
        Assert.Equal([(1, LossCause.TabLost, IncidentOutcome.Recovered)], rig.Incidents("archive"));
        Assert.Equal((1, 1), (ofInbox.Running, ofArchive.Running));
        foreach (string name in (string[])["inbox", "archive"])
        {
            using RunLedger ledger = rig.Read(name);
            Assert.All(ledger.ReadIncidents(), stored => Assert.Equal(name, stored.Incident.Session));
        }

        void DieInTheMiddle(GatherSite site, ScriptedProvider<ScriptedTab> browser, LossCause cause) => Meet(site, 1, () =>
        {
            Assert.True(both.SignalAndWait(TimeSpan.FromSeconds(30)), "the other run does not come");
            browser.Die(cause);
            return null;
        });
    }

    /// <summary>No run was under way: the death is told to whoever else keeps incidents, and stands in no ledger.</summary>
    [Fact]
    public async Task RunAsync_SessionDiedBetweenTwoRuns_GoesOnWithTheNextGeneration()
    {
        await using ManyRunsRig rig = new();
        IncidentRecorder recorder = new();
        rig.Registered.AddSingleton<IIncidentSink>(recorder);
        (GatherSite site, ScriptedProvider<ScriptedTab> browser) = await rig.AddAsync(name: null, entries: 5);
        await rig.RunAsync();
        browser.Die();
        await recorder.OutcomeAsync(1, IncidentOutcome.Recovered);
        site.Entries = [.. site.Entries.Select(static entry => entry with { Version = "v2" })];

        Assert.Equal(RunEnd.Completed, (await rig.RunAsync()).End);

        Assert.Empty(rig.Incidents());
        Assert.Equal(2, browser.Launch.Calls);
    }

    /// <summary>What became of a death is in the ledger of the run that it ended, although nobody ends the session.</summary>
    [Fact]
    public async Task RunAsync_SessionGivesUp_IsInTheLedgerAndTheNextRunIsTold()
    {
        await using ManyRunsRig rig = new();
        (GatherSite site, ScriptedProvider<ScriptedTab> browser) = await rig.AddAsync(
            name: null, entries: 20, options => options.Recovery.MaxRestarts = 0);
        Meet(site, 1, () =>
        {
            browser.Die();
            return null;
        });

        RunReport first = await rig.RunAsync();
        RunReport second = await rig.RunAsync();

        Assert.Equal((RunEnd.GaveUp, RunEnd.GaveUp), (first.End, second.End));
        Assert.Equal([(1, LossCause.BrowserExited, IncidentOutcome.GaveUp)], rig.Incidents());
        Assert.Equal(2, second.Summary.Run.Legs);
    }

    [Fact]
    public async Task RunAsync_SessionWasEndedByItsOwner_ThrowsAndLeavesTheRunToBeGoneOnWith()
    {
        await using ManyRunsRig rig = new();
        await rig.AddAsync(name: null, entries: 20);
        await rig.Services.GetRequiredService<ISessionManager>().DisposeAsync();

        SessionUnavailableException closed = await Assert.ThrowsAsync<SessionUnavailableException>(() => rig.RunAsync());

        Assert.False(closed.GaveUp);
        using RunLedger ledger = rig.Read();
        RunInfo run = Assert.Single(ledger.ReadRuns());
        Assert.Equal((LegOutcome.Faulted, (DateTimeOffset?)null), (run.LastLegOutcome, run.FinishedAt));
    }

    [Fact]
    public async Task RunAsync_SameActionTwiceOnOneLedger_IsRefused()
    {
        await using ManyRunsRig rig = new();
        (GatherSite site, _) = await rig.AddAsync(name: null, entries: 20);
        Exception? refused = null;
        MeetAsync(site, 1, async () =>
        {
            refused = await Record.ExceptionAsync(() => rig.RunAsync());
            return null;
        });

        Assert.Equal(RunEnd.Completed, (await rig.RunAsync()).End);
        Assert.IsType<RunLockedException>(refused);
    }

    private static void Meet(GatherSite site, int runs, Func<TimeSpan?> happen) => MeetAsync(site, runs, () => Task.FromResult(happen()));

    /// <summary>Has something happen once so many runs have a batch in flight: they have one at a time, so each has its first.</summary>
    /// <param name="site">The site that they fetch from.</param>
    /// <param name="runs">How many runs.</param>
    /// <param name="happen">What happens; gives the pause that each of them is asked for, null for an answer.</param>
    private static void MeetAsync(GatherSite site, int runs, Func<Task<TimeSpan?>> happen)
    {
        int arrived = 0;
        TaskCompletionSource<TimeSpan?> met = new(TaskCreationOptions.RunContinuationsAsynchronously);
        site.Intercept = async (moment, context) =>
        {
            if (moment != Moment.Batch)
            {
                return false;
            }

            int number = Interlocked.Increment(ref arrived);
            if (number > runs)
            {
                return false;
            }

            if (number == runs)
            {
                met.SetResult(await Task.Run(happen));
            }

            if (await met.Task.WaitAsync(TimeSpan.FromSeconds(30)) is not { } pause)
            {
                return false;
            }

            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            context.Response.Headers.RetryAfter = ((int)pause.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            await context.Response.CompleteAsync();
            return true;
        };
    }
}
