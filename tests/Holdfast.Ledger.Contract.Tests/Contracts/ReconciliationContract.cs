using static Holdfast.Tests.Shared.Listed;

namespace Holdfast.Ledger.Contract.Tests;

/// <summary>A list that held still while it was read is told from one that moved, key by key.</summary>
public abstract class ReconciliationContract : LedgerContract
{
    private protected ReconciliationContract(LedgerRig rig)
        : base(rig)
    {
    }

    [Fact]
    public void Reconcile_AListThatHeldStill_IsConsistent()
    {
        LegUnderTest run = Rig.Begin();
        run.PlanPage(Of(1, 1, 2, 3, "a", "b"), null);
        run.PlanPage(Of(1, 2, null, 3, "c"), null);
        Assert.Equal((true, 3), (run.Reconcile().IsConsistent, run.Reconcile().Present));
    }

    [Fact]
    public void Reconcile_FewerThanTheSiteSays_IsNotSettled()
    {
        LegUnderTest run = Rig.Begin();
        run.PlanPage(Of(1, 1, null, 3, "a", "b"), null);
        Assert.False(run.Reconcile().IsConsistent);
    }

    /// <summary>What is removed in front of the reader pulls others back over the edge of a page: c is hidden, and only a second reading shows it.</summary>
    [Fact]
    public void Reconcile_AListThatMovedAndIsReadAgain_NamesWhatIsGoneAndWhatCameLate()
    {
        LegUnderTest run = Rig.Begin();
        run.PlanPage(Of(1, 1, 2, 4, "a", "b"), null);
        run.PlanPage(Of(1, 2, null, 3, "d"), null);
        Assert.False(run.Reconcile().IsConsistent);

        run.PlanPage(Of(2, 1, 2, 3, "b", "c"), null);
        run.PlanPage(Of(2, 2, null, 3, "d"), null);

        ListReconciliation list = run.Reconcile();
        Assert.Equal((true, 3), (list.IsConsistent, list.Present));
        Assert.Equal(["a"], list.Gone);
        Assert.Equal(["c"], list.Late);
        Assert.Empty(Rig.Check(run.RunId));
    }

    /// <summary>What lies behind a page of which the reading before had all, undisturbed from there on, is known, unless the site says that there is more.
    /// </summary>
    [Theory]
    [InlineData(5, true)]
    [InlineData(6, false)]
    public void MayEndPass_ASecondReadingShowsNothingElse_IsTrueWhereTheTotalAgrees(long total, bool may)
    {
        LegUnderTest run = Rig.Begin();
        run.PlanPage(Of(1, 1, 2, 6, "a", "b"), null);
        run.PlanPage(Of(1, 2, 3, 5, "d", "e"), null);
        run.PlanPage(Of(1, 3, null, 5, "f"), null);

        run.PlanPage(Of(2, 1, 2, total, "b", "c"), null);
        Assert.Null(run.MayEndPass());
        run.PlanPage(Of(2, 2, 3, total, "d", "e"), null);

        Assert.Equal(may, run.MayEndPass());
        Assert.Equal(may, run.Reconcile().IsConsistent);
        Assert.Equal(5, run.Reconcile().Present);
    }

    [Fact]
    public void ReadSiteTotal_IsWhatTheSiteSaidLast()
    {
        LegUnderTest run = Rig.Begin();
        Assert.Null(run.ReadSiteTotal());
        run.PlanPage(Of(1, 1, 2, 4, "a"), null);
        Assert.Equal(4, run.ReadSiteTotal());
        run.PlanPage(Page(2, null), null);
        Assert.Equal(4, run.ReadSiteTotal());
        run.FinishListing(1, 5);
        Assert.Equal(5, run.ReadSiteTotal());
        Assert.Equal(5, Rig.Begin().ReadSiteTotal());
        Assert.Null(Rig.Begin("another").ReadSiteTotal());
    }

    private static PageListing Of(int pass, int number, int? next, long total, params string[] keys) =>
        Page(number, next, [.. keys.Select(key => Item(key))]) with { Pass = pass, SiteTotal = total };
}
