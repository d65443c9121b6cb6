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
}
