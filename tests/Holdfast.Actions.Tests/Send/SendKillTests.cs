using System.Diagnostics;

namespace Holdfast.Actions.Tests.Send;

/// <summary>500 messages, 30 kills: browser, driver and the job itself, at every point of a send.</summary>
public sealed class SendKillTests(ITestOutputHelper output)
{
    private const int Messages = 500;
    private const int MostStarts = KillPlan.Kills + 1;

    private static readonly TimeSpan s_deadline = TimeSpan.FromMinutes(3);

    [Theory]
    [InlineData(true, 7301)]
    [InlineData(false, 7302)]
    public async Task Run_KilledOverAndOver_EachOnceOrInDoubt(bool verifies, int seed)
    {
        output.WriteLine($"seed {seed}");
        KillPlan plan = new(seed);
        using LedgerFixture files = new();
        await using KillingSite site = await KillingSite.StartAsync(Messages, plan);
        int starts = 0;
        int code;
        do
        {
            Assert.True(++starts <= MostStarts, "the job was started more often than it was killed");
            using Process job = SendJob.Start(site.Address, files.Path, verifies);
            Task<string> printed = job.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            try
            {
                site.KillJob = async () =>
                {
                    job.Kill();
                    await job.WaitForExitAsync();
                };
                await job.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(s_deadline, TestContext.Current.CancellationToken);
            }
            finally
            {
                if (!job.HasExited)
                {
                    job.Kill();
                }
            }

            code = job.ExitCode;
            Assert.True(code is 0 or 137, $"exit code {code}: {await printed}");
        }
        while (code != 0);

        Assert.Equal(0, plan.Left);
        Assert.Equal(1 + (KillPlan.Kills / 3), starts);
        using RunLedger ledger = files.Open(LedgerAccess.Read);
        RunInfo run = Assert.Single(ledger.ReadRuns());
        Assert.Equal(starts, run.Legs);

        // A death is in the ledger before anything that the next generation commits, and between two kills there are such commits.
        IReadOnlyList<StoredIncident> incidents = ledger.ReadIncidents();
        Assert.Equal(plan.DeathsSinceJob, incidents.Count(incident => incident.Epoch == starts));
        Assert.Equal(2 * KillPlan.Kills / 3, incidents.Count);
        Assert.Empty(ledger.Check(run.RunId));
        EffectCounts effects = ledger.ReadSummary(run.RunId).Effects!;
        output.WriteLine($"{effects.Planned} planned, {effects.Confirmed} confirmed, {effects.InDoubt} in doubt");
        Assert.Equal(Messages, effects.Confirmed + effects.InDoubt);

        // Never twice; and what is confirmed was taken, what is not is in doubt.
        Assert.Equal(site.Taken.Distinct().Order(StringComparer.Ordinal), site.Taken.Order(StringComparer.Ordinal));
        Assert.Subset(site.Taken.ToHashSet(), ledger.ReadEffects(state: EffectState.Confirmed).Select(effect => effect.Key).ToHashSet());
        if (verifies)
        {
            Assert.Equal(0, effects.InDoubt);
            Assert.Equal(Enumerable.Range(1, Messages).Select(KillingSite.Key), site.Taken);
        }
        else
        {
            // Six kills each at three points: request out, answer lost, before the confirmation.
            Assert.Equal(18, effects.InDoubt);
            Assert.Equal(Messages - 6, site.Taken.Count);
        }
    }
}
