namespace Holdfast.Actions.Tests.Running;

public sealed class FlightTests
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Alone_WaitsForThoseInFlightAndKeepsOthersOut()
    {
        using Flight flight = new(2);
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
        using Flight flight = new(2);
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
    public async Task Together_NoMoreThanTheWidth()
    {
        using Flight flight = new(2);
        using Flight.Turn first = await flight.EnterAsync(alone: false, RunRig.Token);
        Flight.Turn second = await flight.EnterAsync(alone: false, RunRig.Token);
        Task<Flight.Turn> third = flight.EnterAsync(alone: false, RunRig.Token).AsTask();

        Assert.False(third.IsCompleted);
        second.Dispose();
        (await third.WaitAsync(s_deadline, RunRig.Token)).Dispose();
    }
}
