namespace Holdfast.Selenium.Tests;

public sealed class DriverThreadTests : IDisposable
{
    private readonly DriverThread _thread = new("test");
    private readonly ManualResetEventSlim _block = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _block.Set();
        _thread.End(() => { });
        _block.Dispose();
    }

    [Fact]
    public async Task RunAsync_AsyncWork_StaysOnTheThread()
    {
        List<int> threads = [];
        int poolThread = await _thread.RunAsync(
            async _ =>
            {
                threads.Add(Environment.CurrentManagedThreadId);
                await Task.Yield();
                threads.Add(Environment.CurrentManagedThreadId);
                int other = await Task.Run(() => Environment.CurrentManagedThreadId);
                threads.Add(Environment.CurrentManagedThreadId);
                Assert.False(Thread.CurrentThread.IsThreadPoolThread);
                return other;
            },
            Token);
        _ = Assert.Single(threads.Distinct());
        Assert.NotEqual(threads[0], poolThread);
    }

    [Fact]
    public async Task RunAsync_SecondItem_WaitsForTheFirstToEnd()
    {
        TaskCompletionSource first = new();
        List<string> order = [];
        Task one = _thread.RunAsync(async _ => { order.Add("one begins"); await first.Task; order.Add("one ends"); return 0; }, Token);
        Task two = _thread.RunAsync(_ => { order.Add("two"); return Task.FromResult(0); }, Token);
        Task nudge = Task.Run(first.SetResult, Token);
        await Task.WhenAll(one, two, nudge);
        Assert.Equal(["one begins", "one ends", "two"], order);
    }

    [Fact]
    public async Task RunAsync_FromInside_RunsWithin()
    {
        int inner = await _thread.RunAsync(
            async token => await _thread.RunAsync(_ => Task.FromResult(42), token).ConfigureAwait(false)
                + await _thread.RunAsync(_ => Task.FromResult(1), token), Token).WaitAsync(TimeSpan.FromSeconds(5), Token);
        Assert.Equal(43, inner);
    }

    [Fact]
    public async Task RunAsync_CancelledBeforeItBegins_IsDroppedAtOnce()
    {
        Task blocked = Block();
        using CancellationTokenSource cancel = new();
        bool ran = false;
        Task waiting = _thread.RunAsync(_ => { ran = true; return Task.FromResult(0); }, cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        _block.Set();
        await blocked;
        await _thread.RunAsync(_ => Task.FromResult(0), Token);
        Assert.False(ran);
    }

    [Fact]
    public async Task End_WithTheThreadBlocked_DropsWhatWaitsAndReturns()
    {
        Task blocked = Block();
        bool ran = false;
        Task waiting = _thread.RunAsync(_ => { ran = true; return Task.FromResult(0); }, Token);
        TaskCompletionSource last = new();
        _thread.End(last.SetResult);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await _thread.ReleaseAsync(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => blocked);
        Assert.False(last.Task.IsCompleted);
        _block.Set();
        await last.Task.WaitAsync(TimeSpan.FromSeconds(5), Token);
        Assert.False(ran);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _thread.RunAsync(_ => Task.FromResult(0), Token));
    }

    [Fact]
    public async Task RunAsync_FailingWork_FailsItsTaskOnly()
    {
        InvalidOperationException thrown = await Assert.ThrowsAsync<InvalidOperationException>(
            () => _thread.RunAsync<int>(_ => throw new InvalidOperationException("mine"), Token));
        Assert.Equal("mine", thrown.Message);
        Assert.Equal(1, await _thread.RunAsync(_ => Task.FromResult(1), Token));
        Assert.True(_thread.IsIdle || await Idle());
    }

    [Fact]
    public async Task RunAsync_AmbientValues_GoWithTheWork()
    {
        AsyncLocal<string> ambient = new() { Value = "caller" };
        Assert.Equal("caller", await _thread.RunAsync(_ => Task.FromResult(ambient.Value), Token));
        ambient.Value = "later";
        Assert.Equal("later", await _thread.RunAsync(_ => Task.FromResult(ambient.Value), Token));
    }

    private async Task<bool> Idle()
    {
        await Task.Yield();
        return SpinWait.SpinUntil(() => _thread.IsIdle, 5000);
    }

    private Task<int> Block()
    {
        using ManualResetEventSlim begun = new();
        Task<int> blocked = _thread.RunAsync(_ => { begun.Set(); _block.Wait(CancellationToken.None); return Task.FromResult(0); }, CancellationToken.None);
        begun.Wait(Token);
        return blocked;
    }
}
