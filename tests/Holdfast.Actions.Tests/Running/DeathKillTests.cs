using System.Diagnostics;

namespace Holdfast.Actions.Tests.Running;

/// <summary>The session dies, and then the job itself is killed, before it has come to the end of the recovery.</summary>
public sealed class DeathKillTests
{
    // Less than a cause may be renamed for in the stage that waits for that.
    private static readonly TimeSpan s_soon = TimeSpan.FromSeconds(8);

    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(60);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(DeathStage.Latched, "TabLost")]
    [InlineData(DeathStage.End, "BrowserExited")]
    [InlineData(DeathStage.Launch, "BrowserExited")]
    [InlineData(DeathStage.Restore, "BrowserExited")]
    [InlineData(DeathStage.Canary, "BrowserExited")]
    public async Task Run_JobKilledAfterADeath_NextStartCountsEveryDeathOnce(DeathStage stage, string cause)
    {
        using LedgerFixture files = new();
        using (Process first = DeathJob.Start(files.Folder, stage))
        {
            try
            {
                await UntilAsync(() => File.Exists(Path.Combine(files.Folder, "there")), s_deadline, "the job came to where it is killed");
                await UntilAsync(() => Told(files).Contains((1, cause, null)), s_soon, $"the ledger told of the death, as {cause}");
            }
            finally
            {
                first.Kill();
                await first.WaitForExitAsync(Token);
            }
        }

        using Process second = DeathJob.Start(files.Folder, DeathStage.Recovered);
        string printed = await second.StandardOutput.ReadToEndAsync(Token).WaitAsync(s_deadline, TimeProvider.System, Token);
        await second.WaitForExitAsync(Token);
        Assert.True(second.ExitCode == 0, printed);

        Assert.Equal([(2, "BrowserExited", "Recovered"), (1, cause, null)], Told(files));
        using RunLedger ledger = files.Open(LedgerAccess.Read);
        RunInfo run = Assert.Single(ledger.ReadRuns());
        Assert.Equal(2, ledger.ReadSummary(run.RunId).Incidents.Values.Sum());
        Assert.Empty(ledger.Check(run.RunId));
    }

    private static (long Epoch, string Cause, string? Outcome)[] Told(LedgerFixture files)
    {
        using RunLedger ledger = files.Open(LedgerAccess.Read);
        return [.. ledger.ReadIncidents().Select(stored => (stored.Epoch, stored.Row.Cause, stored.Row.Outcome))];
    }

    private static async Task UntilAsync(Func<bool> condition, TimeSpan limit, string what)
    {
        long began = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < limit, $"It did not come to be within {limit.TotalSeconds:0} s that {what}.");
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, Token);
        }
    }
}
