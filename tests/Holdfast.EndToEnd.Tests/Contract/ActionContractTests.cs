using Holdfast.Actions;
using Holdfast.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace Holdfast.EndToEnd.Tests.Contract;

/// <summary>Whatever an action does, and whenever its session dies of whatever cause: one incident for each death, no call after the latch, the
/// account adds up, and the run comes to what it would have come to.</summary>
public sealed class ActionContractTests(ITestOutputHelper output)
{
    private static readonly LossCause[] s_causes = [.. Enum.GetValues<LossCause>().Where(cause => cause != LossCause.ClosedByUs)];

    public static TheoryData<string, ContractMoment> Cases()
    {
        TheoryData<string, ContractMoment> cases = [];
        foreach (string action in ActionCatalog.Types.Keys.Order(StringComparer.Ordinal))
        {
            foreach (ContractMoment moment in Enum.GetValues<ContractMoment>())
            {
                cases.Add(action, moment);
            }
        }

        return cases;
    }

    /// <summary>The calls that it takes to see that nothing is new: the list or the plan, and for a sync its first page.</summary>
    public static TheoryData<string, int> CallsOfASecondRun { get; } = new()
    {
        { "GatherMatches", 2 },
        { "GatherPages", 2 },
        { "SyncInbox", 1 },
        { "SendMessages", 2 },
        { "SyncWatchList", 1 },
        { "SendTalk", 1 },
    };

    /// <summary>A new action of a sample is found, and has to say what a second run of it costs.</summary>
    [Fact]
    public void Catalog_IsEveryActionOfTheSamples()
    {
        Assert.Empty(ActionCatalog.SamplesNotHere());
        Assert.Equal(
            CallsOfASecondRun.Select(row => row.Data.Item1)
                .Concat([nameof(PlantedGather), nameof(PlantedPlain), nameof(PlantedSwallower)]).Order(StringComparer.Ordinal),
            ActionCatalog.Types.Keys.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Run_SessionDies_ComesToTheSame(string action, ContractMoment moment)
    {
        Outcome expected = await RunAsync(action, null, default, null);
        Assert.Equal(0, expected.Incidents);
        Assert.NotEmpty((IReadOnlyList<string>)[.. expected.Records, .. expected.Effects, .. expected.Progress]);
        foreach (LossCause cause in s_causes)
        {
            output.WriteLine($"{cause}");
            Outcome outcome = await RunAsync(action, moment, cause, expected.FirstCommit);
            Assert.Equal(moment == ContractMoment.Recovery ? 2 : 1, outcome.Incidents);
            Assert.Equal(expected.Records, outcome.Records);
            Assert.Equal(expected.Effects, outcome.Effects);
            Assert.Equal(expected.Progress, outcome.Progress);
        }
    }

    [Theory]
    [MemberData(nameof(CallsOfASecondRun))]
    public async Task RunAgain_UnchangedSite_ChangesNothingAndAsksOnlyWhatItMust(string name, int calls)
    {
        Type type = ActionCatalog.Types[name];
        await using ContractSite site = await ContractSite.StartAsync(type);
        await using ScriptedRun run = new(site.Wire) { ConfigureHttp = site.Configure };
        run.Provider.Captured = _ => site.Login;
        IAction action = ActionCatalog.Create(type);
        Assert.Equal(RunEnd.Completed, (await run.RunAsync(action)).End);
        int records = run.Records(action).Count;
        string[] effects = [.. site.Effects];
        int before = run.Count(ScriptedMoment.Call);

        RunReport again = await run.RunAsync(action);

        Assert.Equal((RunEnd.Completed, 2L), (again.End, again.Summary.Run.RunId));
        Assert.Equal(calls, run.Count(ScriptedMoment.Call) - before);
        Assert.Equal(0, again.Summary.New + again.Summary.Updated + again.Summary.Removed);
        Assert.Equal(again.Summary.Effects?.Planned, again.Summary.Effects?.Before);
        Assert.Equal(effects, site.Effects);
        Assert.Equal(records, run.Records(action).Count);
        Assert.All(run.Records(action), record => Assert.Equal(1, record.WrittenRun));
    }

    [Fact]
    public async Task Run_ActionSwallowsItsCancellation_IsNamed()
    {
        FakeLogCollector log = new();
        Outcome expected = await RunAsync(nameof(PlantedSwallower), null, default, null);

        await RunAsync(nameof(PlantedSwallower), ContractMoment.Batch, LossCause.BrowserExited, expected.FirstCommit, log);

        // Nobody waits for work that was given up: it may come to its end, and be named, after the run.
        for (long began = TimeProvider.System.GetTimestamp(); !log.GetSnapshot().Any(IsSwallowed) && TimeProvider.System.GetElapsedTime(began) < Job.Deadline;)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        FakeLogRecord named = Assert.Single(log.GetSnapshot(), IsSwallowed);
        Assert.Equal(LogLevel.Error, named.Level);
        Assert.Contains("Action 'planted-swallower'", named.Message, StringComparison.Ordinal);

        static bool IsSwallowed(FakeLogRecord record) => record.Message.Contains("swallowed the loss", StringComparison.Ordinal);
    }

    private static async Task<Outcome> RunAsync(string name, ContractMoment? moment, LossCause cause, int? firstCommit, FakeLogCollector? log = null)
    {
        Type type = ActionCatalog.Types[name];
        await using ContractSite site = await ContractSite.StartAsync(type);
        await using ScriptedRun run = new(site.Wire) { ConfigureHttp = site.Configure };
        run.ConfigureLogging = logging => logging.Services.AddSingleton<ILoggerProvider>(new FakeLoggerProvider(log ?? new FakeLogCollector()));
        run.Provider.Captured = _ => site.Login;

        // Each generation logs in, so that one can die there.
        run.Provider.Restore.Fail("this browser takes no cookies back");
        int calls = 0;
        using CancellationTokenSource stop = new();
        switch (moment)
        {
            case ContractMoment.Listing:
                run.DieAt(ScriptedMoment.Call, 1, cause);
                break;
            case ContractMoment.Batch:
                run.DieAt(ScriptedMoment.Answer, firstCommit!.Value, cause);
                break;
            case ContractMoment.Commit:
                run.DieAt(ScriptedMoment.Commit, 1, cause);
                break;
            case ContractMoment.Recovery:
                run.DieAt(ScriptedMoment.Answer, firstCommit!.Value, cause);
                run.DieAt(ScriptedMoment.LogIn, 2, cause);
                break;
            case ContractMoment.Drain:
                run.At(ScriptedMoment.Call, firstCommit!.Value, stop.Cancel);
                run.DieAt(ScriptedMoment.Answer, firstCommit.Value, cause);
                break;
            default:
                run.At(ScriptedMoment.Commit, 1, () => calls = run.Count(ScriptedMoment.Call));
                break;
        }

        IAction action = ActionCatalog.Create(type);
        RunReport report = await run.RunUntilAsync(action, stop.Token);
        Assert.Equal(moment == ContractMoment.Drain ? RunEnd.Stopped : RunEnd.Completed, report.End);
        AssertHonest(run, site, report);
        if (report.End == RunEnd.Stopped)
        {
            report = await run.RunAsync(action);
            Assert.Equal((RunEnd.Completed, (string?)null), (report.End, report.Reason));
            AssertHonest(run, site, report);
        }

        return new Outcome(
            [.. run.Records(action).Select(record => $"{record.Key} {record.Json}")],
            [.. site.Effects.Order(StringComparer.Ordinal)],
            report.Summary.Progress is { } progress ? [$"{progress}"] : [],
            run.Incidents.Count,
            calls);
    }

    private static void AssertHonest(ScriptedRun run, ContractSite site, RunReport report)
    {
        Assert.Empty(report.Mismatches);
        Assert.True(report.Summary.AddsUp);
        using RunLedger ledger = run.OpenLedger();
        Assert.Empty(ledger.Check(report.Summary.Run.RunId));
        foreach (StoredIncident death in run.Incidents.Where(death => death.Epoch == report.Summary.Run.Legs))
        {
            Assert.DoesNotContain(
                site.Calls, call => call.Generation == death.Incident.Generation && call.Sequence > death.Incident.AdmittedAtLatch);
        }
    }

    /// <summary>What a run came to.</summary>
    /// <param name="Records">The records, with their keys.</param>
    /// <param name="Effects">What was changed on the site, each as often as it was.</param>
    /// <param name="Progress">What a plain action said at the end.</param>
    /// <param name="Incidents">Deaths in the ledger.</param>
    /// <param name="FirstCommit">Calls made before the first commit.</param>
    private sealed record Outcome(
        IReadOnlyList<string> Records, IReadOnlyList<string> Effects, IReadOnlyList<string> Progress, int Incidents, int FirstCommit);
}
