namespace Holdfast.Tests;

public sealed class SessionPartsTests
{
    /// <summary>Which of the two a death may have left whole decides what recovery tries first.</summary>
    [Theory]
    [InlineData(LossCause.BrowserExited, "Absent", "Kept")]
    [InlineData(LossCause.DriverExited, "Absent", "Kept")]
    [InlineData(LossCause.WindowClosed, "Absent", "Kept")]
    [InlineData(LossCause.TabLost, "Hurt", "Alive")]
    [InlineData(LossCause.Unresponsive, "Hurt", "Alive")]
    [InlineData(LossCause.LoggedOut, "Open", "Ended")]
    [InlineData(LossCause.ClosedByUs, "Absent", "Kept")]
    public void After_EachCause_LeavesWhatItDidNotTake(LossCause cause, string browser, string login) =>
        Assert.Equal(new SessionParts(Enum.Parse<BrowserPart>(browser), Enum.Parse<LoginPart>(login)), SessionParts.After(cause));

    [Fact]
    public void After_EveryCause_IsInTheTable() => Assert.Equal(7, Enum.GetValues<LossCause>().Length);
}
