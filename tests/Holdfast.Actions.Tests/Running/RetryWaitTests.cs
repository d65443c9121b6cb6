namespace Holdfast.Actions.Tests.Running;

public sealed class RetryWaitTests
{
    [Theory]
    [InlineData(1000, 1, 1000)]
    [InlineData(1000, 2, 2000)]
    [InlineData(1000, 5, 16_000)]
    [InlineData(1000, 6, 30_000)]
    [InlineData(1000, int.MaxValue - 1, 30_000)]
    [InlineData(0, 9, 0)]
    public void After_EachFailure_IsTwiceAsLongUpTo30Seconds(int first, int failures, int wait) => Assert.Equal(
        TimeSpan.FromMilliseconds(wait),
        RetryWait.After(failures, new RunSettings { RetryDelay = TimeSpan.FromMilliseconds(first) }));
}
