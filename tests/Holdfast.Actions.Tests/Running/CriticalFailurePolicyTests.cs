namespace Holdfast.Actions.Tests.Running;

public sealed class CriticalFailurePolicyTests
{
    private static readonly ItemOutcome One = ItemOutcome.Failed("one", "503");
    private static readonly ItemOutcome Two = ItemOutcome.Failed("two", "503");

    [Fact]
    public void Success_ThatBeganAfterTheFailure_ReleasesIt()
    {
        CriticalFailurePolicy policy = new(10);
        policy.Hold([One]);

        Assert.Equal([One], policy.Success(policy.Now));
        Assert.False(policy.Holds);
    }

    /// <summary>The last answer before an outage says nothing about what failed in it.</summary>
    [Fact]
    public void Success_ThatBeganBeforeTheFailure_ReleasesNothing()
    {
        CriticalFailurePolicy policy = new(10);
        policy.Hold([One]);
        long began = policy.Now;
        policy.Hold([Two]);

        Assert.Equal([One], policy.Success(began));
        Assert.True(policy.Holds);
        Assert.Equal([Two], policy.Success(policy.Now));
    }

    [Fact]
    public void Success_OfAStoppedRun_ReleasesNothing()
    {
        CriticalFailurePolicy policy = new(2);
        policy.Hold([One]);
        Assert.False(policy.Failure());
        Assert.True(policy.Failure());

        Assert.Empty(policy.Success(policy.Now));
        Assert.True(policy.Failure());
    }
}
