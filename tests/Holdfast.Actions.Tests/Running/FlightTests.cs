namespace Holdfast.Actions.Tests.Running;

public sealed class FlightTests
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Alone_WaitsForThoseInFlightAndKeepsOthersOut()
    {
        using Flight flight = new(2);
        TaskCompletionSource<int> first = new();
        TaskCompletionSource<int> solo = new();
        bool lateBegan = false;
        Task<int> together = flight.SharedAsync(() => first.Task, RunRig.Token);
        bool soloBegan = false;
        Task<int> alone = flight.ExclusiveAsync(
            () =>
            {
                soloBegan = true;
                return solo.Task;
            },
            RunRig.Token);
        Task<int> late = flight.SharedAsync(
            () =>
            {
                lateBegan = true;
                return Task.FromResult(3);
            },
            RunRig.Token);

        Assert.False(soloBegan);
        first.SetResult(1);
        await together.WaitAsync(s_deadline, RunRig.Token);
        await UntilAsync(() => soloBegan);
        Assert.False(lateBegan);
        solo.SetResult(2);
        Assert.Equal((2, 3), (await alone.WaitAsync(s_deadline, RunRig.Token), await late.WaitAsync(s_deadline, RunRig.Token)));
    }

    [Fact]
    public async Task Alone_WaitIsCancelled_GivesEverythingBack()
    {
        using Flight flight = new(2);
        using CancellationTokenSource cancel = new();
        TaskCompletionSource<int> first = new();
        Task<int> together = flight.SharedAsync(() => first.Task, RunRig.Token);
        Task<int> alone = flight.ExclusiveAsync(() => Task.FromResult(2), cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => alone.WaitAsync(s_deadline, RunRig.Token));

        first.SetResult(1);
        await together.WaitAsync(s_deadline, RunRig.Token);
        Assert.Equal(4, await flight.ExclusiveAsync(() => Task.FromResult(4), RunRig.Token).WaitAsync(s_deadline, RunRig.Token));
    }

    private static async Task UntilAsync(Func<bool> reached)
    {
        using CancellationTokenSource deadline = new(s_deadline);
        while (!reached())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, deadline.Token);
        }
    }
}
