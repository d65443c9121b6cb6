using System.Globalization;
using static Holdfast.Tests.Shared.Listed;

namespace Holdfast.Ledger.Contract.Tests;

/// <summary>Calls are carried out in the order in which they were made, each as a whole, whoever waits for them.</summary>
public abstract class QueueContract : LedgerContract
{
    private const int Pages = 20;

    private protected QueueContract(LedgerRig rig)
        : base(rig)
    {
    }

    [Fact]
    public async Task Calls_MadeWithoutWaiting_AreCarriedOutInTheirOrder()
    {
        IRunLedger run = Rig.Begin().Ledger;
        List<Task> plans = [];
        List<Task<ListingPosition>> positions = [];
        for (int page = 1; page <= Pages; page++)
        {
            plans.Add(run.PlanPageAsync(run.Writer, Page(page, page + 1, Item($"{page}")), null));
            positions.Add(run.ReadListingPositionAsync());
        }

        await Task.WhenAll(plans);

        Assert.Equal(
            Enumerable.Range(2, Pages).Select(next => next.ToString(CultureInfo.InvariantCulture)),
            (await Task.WhenAll(positions)).Select(position => position.NextCursor));
    }

    [Fact]
    public async Task Dispose_WithCallsInTheQueue_CarriesThemOutFirst()
    {
        LegUnderTest run = Rig.Begin();
        List<Task> plans = [.. Enumerable.Range(1, Pages).Select(page => run.Ledger.PlanPageAsync(run.Ledger.Writer, Page(page, page + 1), null))];

        Rig.Close();

        await Task.WhenAll(plans);
        Assert.Equal(Pages, Rig.ReadSummary(run.RunId).Pages);
    }

    /// <summary>What the test kit holds the ledger back with, and lets it fail with.</summary>
    [Fact]
    public void Before_Throws_FailsTheCallWhichChangesNothing()
    {
        ILedgerQueue? queue = null;
        LegUnderTest run = Rig.Begin(opened: opened => queue = opened);

        queue!.Before = () => throw new TimeoutException();
        Assert.Throws<TimeoutException>(() => run.PlanPage(Page(1, null, Item("a")), null));
        queue.Before = null;

        Assert.Equal(0, Rig.ReadSummary(run.RunId).Pages);
        Assert.Single(run.PlanPage(Page(1, null, Item("a")), null).Pending);
    }

    [Fact]
    public async Task IsIdle_WhileACallIsCarriedOut_IsFalse()
    {
        ILedgerQueue? queue = null;
        LegUnderTest run = Rig.Begin(opened: opened => queue = opened);
        using ManualResetEventSlim begun = new();
        using ManualResetEventSlim goOn = new();

        Task<PagePlan> plan = run.Ledger.PlanPageAsync(run.Ledger.Writer, Page(1, null, Item("a")), _ =>
        {
            begun.Set();
            Assert.True(goOn.Wait(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        });
        Assert.True(begun.Wait(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));

        Assert.False(queue!.IsIdle);
        goOn.Set();
        Assert.Single((await plan).Pending);
        Assert.True(SpinWait.SpinUntil(() => queue.IsIdle, TimeSpan.FromSeconds(30)), "the queue is not idle");
    }
}
