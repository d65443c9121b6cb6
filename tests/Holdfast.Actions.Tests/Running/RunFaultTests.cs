namespace Holdfast.Actions.Tests.Running;

/// <summary>The session dies at a moment counted out beforehand; the run ends complete, as if nothing had happened.</summary>
public sealed class RunFaultTests
{
    private const int Entries = 60;
    private const int Pages = 6;
    private const int Batches = 12;

    /// <summary>Early, in the middle and late: a third of the moment's range each, and a seeded place within it.</summary>
    public static TheoryData<Moment, int, int, int> Moments()
    {
        TheoryData<Moment, int, int, int> data = [];
        (Moment Moment, int First, int Last)[] ranges =
        [
            (Moment.List, 1, Pages),
            (Moment.Batch, 1, Batches),

            // The first one belongs to the first login, where nobody is alive yet.
            (Moment.WhoAmI, 1, Pages + 3),

            // The first one begins the leg; no browser runs yet.
            (Moment.InTransaction, 2, Pages + Batches + 1),

            // Others may commit before the kill: one for each further worker.
            (Moment.AfterCommit, 1, Batches - 4),
        ];
        int seed = 0;
        foreach ((Moment moment, int first, int last) in ranges)
        {
            for (int third = 0; third < 3; third++)
            {
                int low = first + ((last - first + 1) * third / 3);
                int high = first + ((last - first + 1) * (third + 1) / 3);
                foreach (int concurrency in (int[])[1, 4])
                {
                    seed++;
                    data.Add(moment, new Random(seed).Next(low, Math.Max(low + 1, high)), concurrency, seed);
                }
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Moments))]
    public async Task Run_SessionDiesOnce_CompletesWithOneIncident(Moment moment, int ordinal, int concurrency, int seed)
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}: {moment} {ordinal}");
        await using RunRig rig = await StartAsync();
        rig.Settings.Concurrency = concurrency;
        rig.At = (what, count) =>
        {
            if (what == moment && count == ordinal)
            {
                rig.Kill();
            }
        };
        RunReport report = await rig.RunAsync();
        Assert.All(rig.UndoneAtKills, undone => Assert.True(undone > 0));
        AssertEachOnce(rig, report, deaths: 1);
        Assert.Equal(2, rig.Sessions.Launch.Calls);
        if (moment == Moment.InTransaction)
        {
            // All commits are in one line, so that this is exact: what was about to be committed then was fetched again.
            Assert.Equal(Entries - rig.UndoneAtKills.Single(), rig.Number("SELECT count(*) FROM items WHERE generation = 1"));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Run_SessionDiesAgainWhileItIsReopened_CompletesWithAnIncidentForEach(int concurrency)
    {
        await using RunRig rig = await StartAsync();
        rig.Settings.Concurrency = concurrency;
        rig.At = (what, count) =>
        {
            if ((what, count) is (Moment.Batch, 4) or (Moment.LogIn, 2) or (Moment.LogIn, 3))
            {
                rig.Kill();
            }
        };
        RunReport report = await rig.RunAsync();
        Assert.All(rig.UndoneAtKills, undone => Assert.True(undone > 0));
        AssertEachOnce(rig, report, deaths: 3);
    }

    [Theory]
    [InlineData(1, 101)]
    [InlineData(4, 102)]
    [InlineData(4, 103)]
    public async Task Run_SessionDiesOverAndOver_NothingLostNothingTwice(int concurrency, int seed)
    {
        Random random = new(seed);
        Lock gate = new();
        int next = random.Next(1, 5);
        int seen = 0;
        int kills = 0;
        await using RunRig rig = await StartAsync();
        rig.Settings.Concurrency = concurrency;
        rig.At = (what, _) =>
        {
            // Not at the last few events, so that something is always left to do.
            lock (gate)
            {
                if (what is Moment.List or Moment.Batch && ++seen == next && kills < 6)
                {
                    kills++;
                    next += random.Next(concurrency + 1, concurrency + 6);
                    rig.Kill();
                }
            }
        };
        RunReport report = await rig.RunAsync();
        Assert.All(rig.UndoneAtKills, undone => Assert.True(undone > 0));
        Assert.True(kills >= 3, $"only {kills} kills");
        AssertEachOnce(rig, report, kills);
    }

    [Fact]
    public async Task Run_SessionDiesAfterTheLastCommit_IncidentIsInTheSummary()
    {
        // The cause is frozen 200 ms later; the run ends at once and must not lose it.
        await using RunRig rig = await RunRig.StartAsync(Entries);
        rig.At = (what, count) =>
        {
            if ((what, count) == (Moment.AfterCommit, Batches))
            {
                rig.Kill();
            }
        };
        RunReport report = await rig.RunAsync();
        AssertEachOnce(rig, report, deaths: 1);
        Assert.Equal(1, Assert.Contains("BrowserExited", report.Summary.Incidents));
    }

    [Fact]
    public async Task Run_RestartsUsedUp_GivesUpAndKeepsWhatItHas()
    {
        await using RunRig rig = await RunRig.StartAsync(Entries);
        rig.Settings.Concurrency = 4;
        rig.ConfigureSession = options => options.Recovery.MaxRestarts = 0;
        rig.At = (what, count) =>
        {
            if ((what, count) == (Moment.Batch, 5))
            {
                rig.Kill();
            }
        };
        RunReport report = await rig.RunAsync();
        rig.AssertHonest(report);
        Assert.Equal(RunEnd.GaveUp, report.End);
        Assert.Contains("given up", report.Reason, StringComparison.Ordinal);
        Assert.True(report.Summary.Pending > 0);
        Assert.Equal((0L, LegOutcome.GaveUp), (report.Summary.Failed, report.Summary.Run.LastLegOutcome));
        using (RunLedger ledger = rig.Read())
        {
            Assert.Equal(IncidentOutcome.GaveUp, Assert.Single(ledger.ReadIncidents()).Incident.Outcome);
        }

        rig.At = null;
        rig.AssertComplete(await rig.RunAsync(), deaths: 1);
    }

    [Fact]
    public async Task Run_RestartsUsedUpDuringTheListing_GivesUp()
    {
        await using RunRig rig = await RunRig.StartAsync(Entries);
        rig.ConfigureSession = options => options.Recovery.MaxRestarts = 0;
        rig.At = (what, count) =>
        {
            if ((what, count) == (Moment.List, 1))
            {
                rig.Kill();
            }
        };
        RunReport report = await rig.RunAsync();
        rig.AssertHonest(report);
        Assert.Equal((RunEnd.GaveUp, 0L), (report.End, report.Summary.Seen));
        rig.At = null;
        rig.AssertComplete(await rig.RunAsync(), deaths: 1);
    }

    /// <summary>A death that is taken for a failure of the work, only once, ends the run.</summary>
    private static async Task<RunRig> StartAsync()
    {
        RunRig rig = await RunRig.StartAsync(Entries);
        (rig.Settings.CriticalFailures, rig.Settings.ListAttempts) = (1, 1);
        return rig;
    }

    private static void AssertEachOnce(RunRig rig, RunReport report, int deaths)
    {
        rig.AssertComplete(report, deaths);
        Assert.Equal(Entries, report.Summary.New);

        // A death spends no item's attempt, and no item is committed twice.
        Assert.Equal(Entries, rig.Number("SELECT count(*) FROM items WHERE attempts = 1"));
        Assert.Equal(Pages, report.Summary.Pages);
        using RunLedger ledger = rig.Read();
        Assert.All(ledger.ReadIncidents(), incident => Assert.NotEqual(IncidentOutcome.GaveUp, incident.Incident.Outcome));
    }
}
