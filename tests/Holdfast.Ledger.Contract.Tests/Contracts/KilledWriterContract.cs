using System.Globalization;

namespace Holdfast.Ledger.Contract.Tests;

/// <summary>Whatever moment a writer is killed at: what was acknowledged is kept, once, and the account holds.</summary>
public abstract class KilledWriterContract : LedgerContract
{
    private const int Kills = 3;

    // Which moments the writers are killed at.
    private readonly Random _moments = new(Sample.Seed ?? Random.Shared.Next());

    private protected KilledWriterContract(LedgerRig rig)
        : base(rig)
    {
    }

    [Fact]
    public async Task Kill_AtAnyMomentOfThreeLegsOfAGather_KeepsEverythingAcknowledgedOnce()
    {
        HashSet<string> pages = [];
        HashSet<string> items = [];
        for (int leg = 1; leg <= Kills; leg++)
        {
            await KillAsync(JobRole.Gather, leg, 20, 200, words =>
            {
                HashSet<string> acknowledged = words[0] == "page" ? pages : items;
                Assert.All(words[1..], word => Assert.True(acknowledged.Add(word), $"{words[0]} {word} twice"));
                return words[0] == "page" ? 0 : words.Length - 1;
            });
            RunSummary summary = AssertHolds(leg);
            HashSet<string> stored = [.. Rig.ReadRecords(JobProcess.Action).Select(record => record.Key)];
            Assert.Superset(items, stored);
            Assert.Equal(stored.Count, summary.New);

            // At most the one batch and page under way at each kill are there without an acknowledgement; they count from now on.
            Assert.InRange(stored.Count, items.Count, items.Count + 5);
            Assert.InRange(summary.Pages, pages.Count, pages.Count + 1);
            items.UnionWith(stored);
            pages.UnionWith(Enumerable.Range(1, (int)summary.Pages).Select(page => page.ToString(CultureInfo.InvariantCulture)));
        }
    }

    [Fact]
    public async Task Kill_AtAnyMomentOfThreeLegsOfASend_SettlesNothingTwiceAndForgetsNoAttempt()
    {
        HashSet<string> begun = [];
        HashSet<string> confirmed = [];

        // Every other leg is ours: it settles what the kill left open.
        for (int leg = 1; leg < 2 * Kills; leg += 2)
        {
            await KillAsync(JobRole.Send, leg, 5, 60, words =>
            {
                Assert.True((words[0] == "begun" ? begun : confirmed).Add(words[1]), $"{words[0]} {words[1]} twice");
                return 1;
            });
            EffectCounts effects = AssertHolds(leg).Effects!;

            // At most the one step under way at the kill is there without an acknowledgement.
            Assert.InRange(effects.Confirmed, confirmed.Count, confirmed.Count + 1);
            LegUnderTest next = Rig.Begin(JobProcess.Action);
            StoredEffect? open = next.NextEffect();
            if (open is { State: EffectState.Sending })
            {
                // Its leg knows no answer: the next one looks for it before anything else.
                begun.Add(open.Key);
                next.Settle(open.Key, EffectEvent.Confirmed, "found");
                confirmed.Add(open.Key);
            }

            confirmed.UnionWith(begun.Where(key => next.ReadEffect(key).State == EffectState.Confirmed));
            Assert.All(begun, key => Assert.Equal((EffectState.Confirmed, 1), (next.ReadEffect(key).State, next.ReadEffect(key).Attempts)));
            Assert.Empty(next.Check());
            Rig.Close();
        }
    }

    [Fact]
    public async Task Kill_AtAnyMomentOfThreeLegsOfAPlainAction_GoesOnAtTheLastCheckpoint()
    {
        long acknowledged = 0;

        // Every other leg is ours: it reads what the next one would go on with.
        for (int leg = 1; leg < 2 * Kills; leg += 2)
        {
            await KillAsync(JobRole.Count, leg, 20, 200, words =>
            {
                long saved = long.Parse(words[1], CultureInfo.InvariantCulture);
                Assert.Equal(acknowledged + 1, saved);
                acknowledged = saved;
                return 1;
            });
            RunProgress progress = AssertHolds(leg).Progress!;

            // At most the one checkpoint under way at the kill is there without an acknowledgement; it counts from now on.
            Assert.InRange(progress.Done, acknowledged, acknowledged + 1);
            acknowledged = progress.Done;
            Checkpoint saved = Rig.Begin(JobProcess.Action).ReadCheckpoint();
            Assert.Equal((acknowledged.ToString(CultureInfo.InvariantCulture), acknowledged), (saved.Value, saved.Progress.Done));
            Rig.Close();
        }
    }

    [Fact]
    public async Task Kill_AtAnyMomentOfRunAfterRun_NoRunEndsWithoutItsLeg()
    {
        for (int kill = 1; kill <= 3 * Kills; kill++)
        {
            string? finished = null;
            await KillAsync(JobRole.Finish, leg: null, 2, 20, words =>
            {
                finished = words[0] == "finished" ? words[1] : finished;
                return 1;
            });

            Assert.All(Rig.ReadRuns(), run => Assert.Equal(run.FinishedAt is not null, run.LastLegOutcome == LegOutcome.Finished));
            Assert.NotNull(Rig.ReadRun(long.Parse(finished!, CultureInfo.InvariantCulture)).FinishedAt);
        }
    }

    /// <summary>Runs a job in a process of its own and kills it when it has acknowledged enough.</summary>
    /// <param name="role">What it does.</param>
    /// <param name="leg">Which leg of its run it must be; null when that depends.</param>
    /// <param name="least">How much it acknowledges at least.</param>
    /// <param name="most">And less than this when it is killed.</param>
    /// <param name="take">Takes the words of a line; returns what it acknowledges.</param>
    private async Task KillAsync(JobRole role, int? leg, int least, int most, Func<string[], int> take)
    {
        using KillableProcess job = JobProcess.Start(role, Rig);
        string? epoch = await job.ReadLineAsync();
        Assert.Equal(leg is null ? epoch : $"epoch {leg}", epoch);
        int left = _moments.Next(least, most);
        bool killed = false;
        while (await job.ReadLineAsync() is { } line)
        {
            left -= take(line.Split(' '));
            if (!killed && left <= 0)
            {
                killed = true;
                await job.KillAsync();
            }
        }

        Assert.True(killed, $"the job ended by itself, {left} before it was to be killed");
    }

    private RunSummary AssertHolds(int legs)
    {
        RunInfo run = Assert.Single(Rig.ReadRuns());
        Assert.Equal((legs, (LegOutcome?)null), (run.Legs, run.LastLegOutcome));
        Assert.Empty(Rig.Check(run.RunId));
        RunSummary summary = Rig.ReadSummary(run.RunId);
        Assert.True(summary.AddsUp);
        return summary;
    }
}
