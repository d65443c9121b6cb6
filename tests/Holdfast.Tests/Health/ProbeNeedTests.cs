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
}
