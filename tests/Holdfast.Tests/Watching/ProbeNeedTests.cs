namespace Holdfast.Tests;

public sealed class ProbeNeedTests
{
    [Theory]
    [InlineData(29, null, 0, false)]
    [InlineData(30, null, 0, true)]
    [InlineData(0.9, null, 5, false)]
    [InlineData(1, null, 1, true)]
    [InlineData(5, null, 0, false)]
    [InlineData(0, 0.9, 1, false)]
    [InlineData(0, 1.0, 1, true)]
    public void IsDue_OnlyOfASessionThatDoesNotAnswer(double quiet, double? command, int inFlight, bool due) => Assert.Equal(
        due,
        ProbeNeed.IsDue(
            TimeSpan.FromSeconds(quiet), command is { } seconds ? TimeSpan.FromSeconds(seconds) : null, inFlight, new SessionOptions()));

    [Theory]
    [InlineData(0, null, 0, 1000)]
    [InlineData(20, null, 0, 1000)]
    [InlineData(0.3, null, 2, 700)]
    [InlineData(5, null, 2, 1000)]
    [InlineData(0, 0.9, 1, 100)]
    [InlineData(0, 0.9999, 1, 10)]
    [InlineData(0, 7.0, 1, 1000)]
    public void Rest_EndsWhenTheNeedMayArise(double quiet, double? command, int inFlight, double milliseconds) => Assert.Equal(
        TimeSpan.FromMilliseconds(milliseconds),
        ProbeNeed.Rest(
            TimeSpan.FromSeconds(quiet), command is { } seconds ? TimeSpan.FromSeconds(seconds) : null, inFlight, new SessionOptions()));
}
