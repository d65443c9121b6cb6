namespace Holdfast.Actions.Tests.Running;

public sealed class CriticalFailurePolicyTests
{
    private static readonly ItemOutcome s_one = ItemOutcome.Failed("one", "503");
    private static readonly ItemOutcome s_two = ItemOutcome.Failed("two", "503");

    [Fact]
    public void Success_ThatBeganAfterTheFailure_ReleasesIt()
    {
        CriticalFailurePolicy policy = new(10);
        policy.Hold([s_one]);

        Assert.Equal([s_one], policy.Success(policy.Now));
        Assert.False(policy.Holds);
    }

    /// <summary>The last answer before an outage says nothing about what failed in it.</summary>
    [Fact]
    public void Success_ThatBeganBeforeTheFailure_ReleasesNothing()
    {
        CriticalFailurePolicy policy = new(10);
        policy.Hold([s_one]);
        long began = policy.Now;
        policy.Hold([s_two]);

        Assert.Equal([s_one], policy.Success(began));
        Assert.True(policy.Holds);
        Assert.Equal([s_two], policy.Success(policy.Now));
    }

    /// <summary>A session that dies in the commit of what was held at the end: the same commit is tried again, and began when it did.</summary>
    [Fact]
    public void Success_OfACommitThatFailed_GivesTheSameAgain()
    {
        CriticalFailurePolicy policy = new(10);
        policy.Hold([s_one]);
        long began = policy.Now;
        policy.TakeBack(policy.Success(began));

        Assert.True(policy.Holds);
        Assert.Equal([s_one], policy.Success(began));
    }

    [Fact]
    public void Success_OfAStoppedRun_ReleasesNothing()
    {
        CriticalFailurePolicy policy = new(2);
        policy.Hold([s_one]);
        Assert.False(policy.Failure());
        Assert.True(policy.Failure());

        Assert.Empty(policy.Success(policy.Now));
        Assert.True(policy.Failure());
    }
}
