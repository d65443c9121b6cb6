namespace Holdfast.Actions.Tests.Running;

public sealed class FlightTests
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Alone_WaitsForThoseInFlightAndKeepsOthersOut()
    {
        Flight flight = new();
        Flight.Turn together = await flight.EnterAsync(alone: false, RunRig.Token);
        Task<Flight.Turn> alone = flight.EnterAsync(alone: true, RunRig.Token).AsTask();
        Task<Flight.Turn> late = flight.EnterAsync(alone: false, RunRig.Token).AsTask();

        Assert.False(alone.IsCompleted);
        together.Dispose();
        Flight.Turn solo = await alone.WaitAsync(s_deadline, RunRig.Token);
        Assert.False(late.IsCompleted);
        solo.Dispose();
        (await late.WaitAsync(s_deadline, RunRig.Token)).Dispose();
    }

    [Fact]
    public async Task Alone_WaitIsCancelled_GivesEverythingBack()
    {
        Flight flight = new();
        using CancellationTokenSource cancel = new();
        Flight.Turn together = await flight.EnterAsync(alone: false, RunRig.Token);
        Task<Flight.Turn> alone = flight.EnterAsync(alone: true, cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => alone.WaitAsync(s_deadline, RunRig.Token));

        together.Dispose();
        (await flight.EnterAsync(alone: true, RunRig.Token).AsTask().WaitAsync(s_deadline, RunRig.Token)).Dispose();
        using Flight.Turn first = await flight.EnterAsync(alone: false, RunRig.Token);
        using Flight.Turn second = await flight.EnterAsync(alone: false, RunRig.Token).AsTask().WaitAsync(s_deadline, RunRig.Token);
    }

    [Fact]
    public async Task Together_AnyNumber_GoesAtOnceAndEachIsWaitedFor()
    {
        Flight flight = new();
        Flight.Turn[] together = [.. await Task.WhenAll(Enumerable.Range(0, 9).Select(_ => flight.EnterAsync(alone: false, RunRig.Token).AsTask()))];
        Task<Flight.Turn> alone = flight.EnterAsync(alone: true, RunRig.Token).AsTask();
        foreach (Flight.Turn turn in together)
        {
            Assert.False(alone.IsCompleted);
            turn.Dispose();
        }

        (await alone.WaitAsync(s_deadline, RunRig.Token)).Dispose();
    }

    [Fact]
    public async Task Alone_AgainAndAgain_NeverMeetsAnother()
    {
        Flight flight = new();
        int inFlight = 0;
        await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(
            async () =>
            {
                for (int round = 0; round < 200; round++)
                {
                    bool alone = (round + worker) % 4 == 0;
                    using Flight.Turn turn = await flight.EnterAsync(alone, RunRig.Token);
                    int met = Interlocked.Increment(ref inFlight);
                    await Task.Yield();
                    Assert.True(!alone || (met == 1 && Volatile.Read(ref inFlight) == 1), "somebody else was in flight");
                    Interlocked.Decrement(ref inFlight);
                }
            },
            RunRig.Token)));
    }
}
