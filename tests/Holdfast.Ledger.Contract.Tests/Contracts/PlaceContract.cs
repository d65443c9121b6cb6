using static Holdfast.Tests.Shared.Listed;

namespace Holdfast.Ledger.Contract.Tests;

/// <summary>A ledger says when there is no room for it, and when it is not where it was.</summary>
public abstract class PlaceContract : LedgerContract
{
    private protected PlaceContract(LedgerRig rig)
        : base(rig)
    {
    }

    [Fact]
    public void RequireRoom_MoreThanThereIs_SaysSo()
    {
        Rig.Store.RequireRoom(Rig.Ledger, 1);
        Assert.Equal(LedgerFault.DiskFull, Assert.Throws<LedgerException>(() => Rig.Store.RequireRoom(Rig.Ledger, long.MaxValue)).Fault);

        IRunLedger run = Rig.Begin().Ledger;
        run.RequireRoom(1);
        Assert.Equal(LedgerFault.DiskFull, Assert.Throws<LedgerException>(() => run.RequireRoom(long.MaxValue)).Fault);
    }

    [Fact]
    public void RequireInPlace_LedgerWasTakenAway_SaysSoAndSoDoesTheNextWrite()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows lets nobody take away what is open.");
        LegUnderTest run = Rig.Begin();
        run.RequireInPlace();

        Rig.TakeAway();

        Assert.Equal(LedgerFault.Replaced, Assert.Throws<LedgerException>(run.RequireInPlace).Fault);
        Assert.Equal(LedgerFault.Replaced, Assert.Throws<LedgerException>(() => run.PlanPage(Page(1, null, Item("a")), null)).Fault);
    }
}
