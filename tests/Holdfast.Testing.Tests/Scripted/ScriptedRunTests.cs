using Holdfast.Actions;

namespace Holdfast.Testing.Tests;

public sealed class ScriptedRunTests
{
    /// <summary>The test that a user writes.</summary>
    [Fact]
    public async Task GatherBooks_BrowserDiesAtCall17_NothingIsLostOrDoubled()
    {
        await using ScriptedRun run = new(GatherBooks.Site());
        run.DieAt(ScriptedMoment.Call, 17);
        GatherBooks action = new();

        RunReport report = await run.RunAsync(action);

        Assert.Equal(RunEnd.Completed, report.End);
        Assert.Equal(30, report.Summary.New);
        Assert.Equal(Enumerable.Range(1, 30).Select(number => $"b{number:00}"), run.Records(action).Select(record => record.Key));
        Assert.Equal(LossCause.BrowserExited, Assert.Single(run.Incidents).Incident.Cause);
        Assert.Equal(0, run.Provider.Running);
    }

    public static TheoryData<ScriptedMoment, int, LossCause> Moments()
    {
        TheoryData<ScriptedMoment, int, LossCause> moments = [];
        foreach (LossCause cause in Enum.GetValues<LossCause>())
        {
            moments.Add(ScriptedMoment.Call, 1, cause);
            moments.Add(ScriptedMoment.Call, 33, cause);
            moments.Add(ScriptedMoment.Answer, 2, cause);
            moments.Add(ScriptedMoment.LogIn, 1, cause);
            moments.Add(ScriptedMoment.Commit, 2, cause);
            moments.Add(ScriptedMoment.Committed, 1, cause);
        }

        return moments;
    }

    [Theory]
    [MemberData(nameof(Moments))]
    public async Task RunAsync_AnyDeathAtAnyMoment_OneIncidentAndNothingLost(ScriptedMoment moment, int number, LossCause cause)
    {
        await using ScriptedRun run = new(GatherBooks.Site());
        run.Settings.BatchSize = 10;
        run.DieAt(moment, number, cause);
        GatherBooks action = new();

        RunReport report = await run.RunAsync(action);

        Assert.Equal((RunEnd.Completed, 30L, true), (report.End, report.Summary.New, report.Summary.AddsUp));
        Assert.Empty(report.Mismatches);
        Assert.Equal(30, run.Records(action).Count);
        Assert.Equal(cause, Assert.Single(run.Incidents).Incident.Cause);
        Assert.Equal(0, run.Provider.Running);
    }

    /// <summary>The batch whose transaction the death found open is done again: 30 books and their 3 pages, and the one batch twice.</summary>
    [Fact]
    public async Task DieAt_Commit_TheBatchIsUndoneAndDoneAgain()
    {
        await using ScriptedRun run = new(GatherBooks.Site());
        run.Settings.BatchSize = 10;
        run.DieAt(ScriptedMoment.Commit, 2);
        run.DieAt(ScriptedMoment.Committed, 3);

        await run.RunAsync(new GatherBooks());

        Assert.Equal((4, 3), (run.Count(ScriptedMoment.Commit), run.Count(ScriptedMoment.Committed)));
        Assert.Equal(3 + 30 + 10, run.Count(ScriptedMoment.Answer));
    }

    [Fact]
    public async Task RunAsync_Drained_TheNextLegGoesOn()
    {
        await using ScriptedRun run = new(GatherBooks.Site());
        run.Settings.BatchSize = 10;
        using CancellationTokenSource drain = new();
        run.At(ScriptedMoment.Committed, 1, drain.Cancel);
        GatherBooks action = new();

        Assert.Equal(RunEnd.Stopped, (await run.RunUntilAsync(action, drain.Token)).End);
        RunReport report = await run.RunAsync(action);

        Assert.Equal((RunEnd.Completed, 2, 30L), (report.End, report.Summary.Run.Legs, report.Summary.New));
        Assert.Empty(run.Incidents);
    }

    [Fact]
    public async Task RunAsync_ActionThatSwallowsTheDeath_IsShown()
    {
        await using ScriptedRun run = new(GatherBooks.Site());
        run.Settings.BatchSize = 10;
        run.DieAt(ScriptedMoment.Call, 17);

        RunReport report = await run.RunAsync(new SwallowingGather());

        // The runner asks the lease and not the action: even this action loses nothing.
        Assert.Equal((RunEnd.Completed, 30L), (report.End, report.Summary.New));
    }

    private sealed class SwallowingGather : GatherAction<string, Book>
    {
        private readonly GatherBooks _inner = new();

        public override Task<ListPage<string>> ListAsync(GatherContext context, string? cursor, CancellationToken cancellationToken) =>
            _inner.ListAsync(context, cursor, cancellationToken);

        public override async Task<IReadOnlyList<Fetched<Book>>> FetchAsync(
            GatherContext context, IReadOnlyList<ListedItem<string>> batch, CancellationToken cancellationToken)
        {
            try
            {
                return await _inner.FetchAsync(context, batch, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                return [.. batch.Select(item => Fetched.Failed<Book>(item.Key, "swallowed"))];
            }
        }
    }
}
