namespace Holdfast.Actions.Tests.Gather;

/// <summary>A suspect is blamed only when something else succeeded since.</summary>
public sealed class BlameControlTests
{
    private static readonly PlannedItem s_good = new(1, "good", "{}", "v1", 0, 0);

    [Fact]
    public void Judge_NothingElseSucceeded_IsInconclusive()
    {
        BlameControl control = new();
        Assert.Equal(Blame.Untried, control.Judge("a", soloDeaths: 0));
        Assert.Equal(Blame.Inconclusive, control.Judge("a", soloDeaths: 3));
        Assert.Null(control.ControlItem);
    }

    [Fact]
    public void Judge_WhatSucceededBeforeIt_IsNoControl()
    {
        BlameControl control = new();
        control.RecordSuccess(s_good);
        Assert.Equal(Blame.Untried, control.Judge("a", soloDeaths: 0));
        Assert.Equal(Blame.Inconclusive, control.Judge("a", soloDeaths: 1));
        Assert.Equal(s_good, control.ControlItem);
    }

    [Fact]
    public void Judge_AnotherSucceededSince_IsTheItem()
    {
        BlameControl control = new();
        Assert.Equal(Blame.Untried, control.Judge("a", soloDeaths: 3));
        control.RecordSuccess(s_good);
        Assert.Equal(Blame.Item, control.Judge("a", soloDeaths: 3));

        // Each for itself.
        Assert.Equal(Blame.Untried, control.Judge("b", soloDeaths: 0));
    }
}
