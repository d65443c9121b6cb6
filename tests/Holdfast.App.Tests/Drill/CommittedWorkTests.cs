using Holdfast.Actions;

namespace Holdfast.App.Tests;

public sealed class CommittedWorkTests
{
    private static readonly RunKey s_run = new("job.db", "main", "gather-things", 1, 1);

    private readonly CommittedWork _work = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ReachAsync_BatchesAreCommitted_EndsWithTheOneThatIsEnough()
    {
        Task reached = _work.ReachAsync(5, Token);
        _work.Observe(new BatchCommitted(s_run, items: 4, generation: 1));
        _work.Observe(new PagePlanned(s_run, items: 9));
        Assert.Equal((4L, false), (_work.Done, reached.IsCompleted));

        _work.Observe(new BatchCommitted(s_run, items: 1, generation: 2));
        await reached.WaitAsync(TimeSpan.FromSeconds(30), Token);
        await _work.ReachAsync(5, Token);
    }

    /// <summary>Whoever waits for more wants to see that the session serves: what was given up without one shows nothing.</summary>
    [Fact]
    public void Observe_ItemIsSetAside_IsNoWork()
    {
        _work.Observe(new BatchCommitted(s_run, items: 1, generation: 0));
        Assert.Equal(0, _work.Done);
    }

    [Fact]
    public void Observe_PlainAction_CountsWhatItSays()
    {
        _work.Observe(new ProgressSaved(s_run, new RunProgress(7, 10, "", isCompleted: false), isCheckpoint: true));
        _work.Observe(new ProgressSaved(s_run, new RunProgress(8, 10, "", isCompleted: false), isCheckpoint: true));
        Assert.Equal(8, _work.Done);
    }

    [Fact]
    public async Task ReachAsync_RunIsOver_EndsWithItsToken()
    {
        using CancellationTokenSource over = new();
        Task reached = _work.ReachAsync(1, over.Token);
        await over.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reached);
    }
}
