namespace Holdfast.Actions.Tests.Running;

public sealed class StopSignalTests
{
    [Fact]
    public async Task Branch_Aborted_LeavesTheOthersAlone()
    {
        using StopSignal stem = new(CancellationToken.None);
        using StopSignal one = stem.Branch();
        using StopSignal other = stem.Branch();

        await one.AbortAsync();

        Assert.Equal((true, false, false), (one.IsRaised, other.IsRaised, stem.IsRaised));
        Assert.Equal((true, false), (one.Either.IsCancellationRequested, one.Stop.IsCancellationRequested));
        Assert.Throws<OperationCanceledException>(one.ThrowIfRaised);
        other.ThrowIfRaised();
    }

    [Fact]
    public async Task Stop_OfTheStem_ReachesEveryBranch()
    {
        using CancellationTokenSource stop = new();
        using StopSignal stem = new(stop.Token);
        using StopSignal branch = stem.Branch();

        await stop.CancelAsync();

        Assert.True(branch.IsRaised);
        Assert.False(branch.Abort.IsCancellationRequested);
        Assert.Throws<OperationCanceledException>(branch.ThrowIfRaised);
    }

    /// <summary>Who is woken by an abort asks at once whether there was one; a linked token fires only after the callbacks before it.</summary>
    [Fact]
    public async Task Abort_AskedFromTheFirstCallback_IsRaised()
    {
        using StopSignal signal = new(CancellationToken.None);
        bool? isRaised = null;
        await using CancellationTokenRegistration registration = signal.Abort.Register(() => isRaised = signal.IsRaised);

        await signal.AbortAsync();

        Assert.True(isRaised);
    }
}
