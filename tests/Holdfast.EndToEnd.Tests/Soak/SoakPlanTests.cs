namespace Holdfast.EndToEnd.Tests;

public sealed class SoakPlanTests
{
    [Fact]
    public void Choose_SameSeed_SamePlan()
    {
        Assert.Equal(SoakPlan.Choose(7, 300), SoakPlan.Choose(7, 300));
        Assert.NotEqual(SoakPlan.Choose(7, 300), SoakPlan.Choose(8, 300));
    }

    [Fact]
    public void Choose_ThreeHundred_EveryKindOftenAndTheJobIsLeftAloneInTheEnd()
    {
        IReadOnlyList<SoakStep> plan = SoakPlan.Choose(1, 300);
        Assert.Equal(300, plan.Count);
        Assert.All(Enum.GetValues<SoakFault>(), fault => Assert.InRange(plan.Count(step => step.Fault == fault), 5, 40));
        Assert.DoesNotContain(plan.Skip(120), step => step.Fault.EndsTheJob());
    }
}
