namespace Holdfast.Http.Tests;

public sealed class RememberedPauseTests
{
    private static readonly DateTimeOffset s_asked = new(2026, 7, 1, 22, 0, 0, TimeSpan.Zero);
    private static readonly RememberedPause s_pause = new("x", s_asked, s_asked.AddSeconds(120), 30);

    [Theory]
    [InlineData(10, 110)]
    [InlineData(119.5, 0.5)]
    [InlineData(120, 0)]
    [InlineData(86_400, 0)]
    [InlineData(-86_400 * 365, 120)]
    public void Left_AtTheNextStart_IsWhatTheWallClockSaysAndNeverMoreThanWasAsked(double later, double left) =>
        Assert.Equal(TimeSpan.FromSeconds(left), s_pause.Left(s_asked.AddSeconds(later), TimeSpan.FromMinutes(15)));

    [Fact]
    public void Left_LongerThanACallMayWait_IsCapped() =>
        Assert.Equal(TimeSpan.FromSeconds(60), s_pause.Left(s_asked.AddSeconds(10), TimeSpan.FromSeconds(60)));

    [Theory]
    [InlineData(10, true)]
    [InlineData(86_399, true)]
    [InlineData(86_400, false)]
    [InlineData(-86_400, true)]
    public void PaceAt_ADayLater_IsForgotten(double later, bool known) =>
        Assert.Equal(known ? 0.5 : null, s_pause.PaceAt(s_asked.AddSeconds(later))?.PerSecond);
}
