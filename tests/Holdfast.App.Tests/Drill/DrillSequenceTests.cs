namespace Holdfast.App.Tests;

public sealed class DrillSequenceTests
{
    private static readonly FaultKind[] s_faults = Enum.GetValues<FaultKind>();

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(3, 3)]
    public void Of_Rounds_StrikesWithEachFaultSoOften(int rounds, int times)
    {
        FaultKind[] order = DrillSequence.Of(s_faults, rounds, seed: 1);

        Assert.Equal(s_faults.Length * times, order.Length);
        Assert.All(s_faults, fault => Assert.Equal(times, order.Count(one => one == fault)));
    }

    [Fact]
    public void Of_Seed_GivesItsOrderAgain()
    {
        Assert.Equal(DrillSequence.Of(s_faults, 2, seed: 7), DrillSequence.Of(s_faults, 2, seed: 7));
        Assert.NotEqual(DrillSequence.Of(s_faults, 2, seed: 7), DrillSequence.Of(s_faults, 2, seed: 8));
    }
}
