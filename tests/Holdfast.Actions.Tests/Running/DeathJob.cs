using System.Diagnostics;
using Holdfast.Testing;

namespace Holdfast.Actions.Tests.Running;

/// <summary>How far a job comes with a death before it stands still, to be killed there.</summary>
public enum DeathStage
{
    /// <summary>To the end: the session dies and is recovered.</summary>
    Recovered,

    /// <summary>The latch is closed, and stronger evidence may still rename the cause.</summary>
    Latched,

    /// <summary>The old browser is being ended.</summary>
    End,

    /// <summary>The next one is being launched.</summary>
    Launch,

    /// <summary>The login is being put back.</summary>
    Restore,

    /// <summary>The next generation is about to be published.</summary>
    Canary,
}

/// <summary>A job as a process of its own, whose session dies once. Browser and site are scripted, the ledger is real.</summary>
public sealed class DeathJob
{
    private const string Order = "HOLDFAST_TEST_DEATH";

    /// <summary>Starts the job: this test program, running the one test below.</summary>
    /// <param name="folder">Holds the ledger <c>job.ledger</c>, and then the file <c>there</c>, once the job stands still.</param>
    /// <param name="stage">Where it stands still.</param>
    public static Process Start(string folder, DeathStage stage)
    {
        ProcessStartInfo start = new(Path.Combine(AppContext.BaseDirectory, "Holdfast.Actions.Tests"))
        {
            ArgumentList = { "-noLogo", "-noColor", "-explicit", "only", "-method", $"{typeof(DeathJob).FullName}.{nameof(Run_OnOrders_SurvivesADeath)}" },
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        start.Environment[Order] = $"{stage} {folder}";
        start.Environment["TMPDIR"] = folder;
        return Process.Start(start)!;
    }

    [Fact(Explicit = true)]
    public async Task Run_OnOrders_SurvivesADeath()
    {
        string[] order = Environment.GetEnvironmentVariable(Order)!.Split(' ', 2);
        DeathStage stage = Enum.Parse<DeathStage>(order[0]);
        using ScriptedSite nowhere = new(static _ => null);
        await using ScriptedRun run = new(nowhere);
        run.Settings.LedgerPath = Path.Combine(order[1], "job.ledger");
        run.Settings.BatchSize = 5;

        // Long, so that what waits for the cause cannot have come to it.
        run.ConfigureSession = options => options.ConfirmTimeout = stage == DeathStage.Latched ? TimeSpan.FromSeconds(10) : options.ConfirmTimeout;
        ScriptedStep? hanging = stage switch
        {
            DeathStage.End => run.Provider.End,
            DeathStage.Launch => run.Provider.Launch,
            DeathStage.Restore => run.Provider.Restore,
            DeathStage.Canary => run.Provider.Canary,
            _ => null,
        };
        run.At(ScriptedMoment.Committed, 2, () =>
        {
            hanging?.Do(async (_, _) =>
            {
                Tell(order[1]);
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, CancellationToken.None);
            });
            run.Provider.Report(new Evidence(LossCause.TabLost, EvidenceStrength.Inferred, "call", "no such window"));
            if (stage == DeathStage.Latched)
            {
                Tell(order[1]);
                return;
            }

            run.Provider.Report(new Evidence(LossCause.BrowserExited, EvidenceStrength.Process, "pidfd", "exited"));
        });
        RunReport report = await run.RunAsync(new GatherAir());
        Assert.Equal((RunEnd.Completed, (string?)null), (report.End, report.Reason));
    }

    private static void Tell(string folder) => File.WriteAllText(Path.Combine(folder, "there"), "");

    /// <summary>Gathers thirty numbers out of the air.</summary>
    private sealed class GatherAir : GatherAction<int, Kept>
    {
        public override string Name => "air";

        public override Task<ListPage<int>> ListAsync(GatherContext context, string? cursor, CancellationToken cancellationToken) =>
            Task.FromResult(new ListPage<int>([.. Enumerable.Range(1, 30).Select(number => new ListedItem<int>($"n{number:00}", "v1", number))], null, 30));

        public override Task<IReadOnlyList<Fetched<Kept>>> FetchAsync(
            GatherContext context, IReadOnlyList<ListedItem<int>> batch, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<Fetched<Kept>>>([.. batch.Select(item => Fetched.Whole(item.Key, new Kept(item.Key, item.Value)))]);
    }
}
