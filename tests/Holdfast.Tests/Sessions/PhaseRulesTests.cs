namespace Holdfast.Tests;

public sealed class PhaseRulesTests
{
    /// <summary>Each row is a phase, each letter what may follow it: N, O, L, R, G, C in the order of the phases; a dot is a bug.</summary>
    [Theory]
    [InlineData("NotStarted", ".O...C")]
    [InlineData("Opening", ".OL.GC")]
    [InlineData("Live", "..LRGC")]
    [InlineData("Recovering", "..LRGC")]
    [InlineData("GivenUp", "......")]
    [InlineData("Closed", "......")]
    public void Allows_EachPair_IsAsTheTableSays(string from, string followers)
    {
        PhaseKind before = Enum.Parse<PhaseKind>(from);
        string allowed = string.Concat(Enum.GetValues<PhaseKind>().Select(kind => PhaseRules.Allows(before, kind) ? $"{kind}"[0] : '.'));

        Assert.Equal(followers, allowed);
        Assert.Equal(PhaseRules.IsOver(before), followers == "......");
    }
}
