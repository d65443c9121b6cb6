using static Holdfast.Tests.Shared.Listed;

namespace Holdfast.Ledger.Contract.Tests;

/// <summary>What was read or sent for one member is never mixed with what is another's.</summary>
public abstract class MemberContract : LedgerContract
{
    private protected MemberContract(LedgerRig rig)
        : base(rig)
    {
    }

    public static TheoryData<string> Beginnings => ["page", "plan", "checkpoint"];

    [Theory]
    [MemberData(nameof(Beginnings))]
    public void TakeMember_AnotherInTheSameRun_IsRefusedOnceSomethingWasRead(string beginning)
    {
        LegUnderTest run = Rig.Begin();
        Assert.Null(run.TakeMember("ann"));

        // Nothing was read yet: it may change hands.
        Assert.Null(run.TakeMember("bob"));
        Read(run, beginning);

        Assert.Equal(run.RunId, run.TakeMember("ann"));
        Assert.Null(run.TakeMember("bob"));
        run = Rig.Begin();
        Assert.Equal(run.RunId, run.TakeMember("ann"));
        Assert.Null(Rig.Begin("another").TakeMember("ann"));
    }

    [Fact]
    public void TakeMember_AnotherInALaterRun_NamesTheRunBefore()
    {
        LegUnderTest before = Rig.Begin();
        before.TakeMember("ann");
        before.PlanPage(Page(1, null), null);
        before.FinishRun();

        LegUnderTest run = Rig.Begin();

        Assert.Equal(before.RunId, run.TakeMember("bob"));
        Assert.Null(run.TakeMember("ann"));
        Assert.Equal((before.RunId, null), Find());
    }

    /// <summary>A person says that the name was changed.</summary>
    [Fact]
    public void ReleaseMembers_ThenAnother_TakesTheRun()
    {
        LegUnderTest before = Rig.Begin();
        before.TakeMember("ann");
        before.PlanPage(Page(1, 2), null);
        Rig.Close();

        Assert.Equal(0, Rig.Edit(ledger => ledger.ReleaseMembersAsync("another")));
        Assert.Equal(before.RunId, Rig.Begin().TakeMember("bob"));
        Rig.Close();
        Assert.Equal(1, Rig.Edit(ledger => ledger.ReleaseMembersAsync("gather")));

        Assert.Null(Rig.Begin().TakeMember("bob"));
    }

    private (long? Bob, long? Ann) Find() => Rig.Read(async ledger => (
        await ledger.FindOtherMemberAsync("gather", "bob"),
        await ledger.FindOtherMemberAsync("gather", "ann")));

    private static void Read(LegUnderTest run, string what)
    {
        switch (what)
        {
            case "page":
                run.PlanPage(Page(1, 2), null);
                break;
            case "plan":
                run.PlanEffects(null, Effects("2"));
                break;
            default:
                run.SaveCheckpoint("here", 1);
                break;
        }
    }
}
