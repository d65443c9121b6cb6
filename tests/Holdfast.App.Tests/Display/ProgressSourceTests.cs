using Holdfast.Actions;
using Microsoft.Extensions.Time.Testing;

namespace Holdfast.App.Tests;

public sealed class ProgressSourceTests
{
    [Fact]
    public void Read_UnfinishedRun_ComesFromTheLedger()
    {
        using TestApp app = new();
        LedgerMaker.Make(
            app.LedgerPath, "gather-things", [ItemOutcome.Whole("k1", "1", null), ItemOutcome.Failed("k2", "x")], pending: ["k3"], finish: false);
        using ProgressSource source = new(app.LedgerPath, "gather-things", null, () => null, new FakeTimeProvider());

        ProgressSnapshot now = source.Read()!;

        Assert.Equal((1, 3, 2, 3, true), (now.Pages, now.Seen, now.Done, now.SiteTotal!.Value, now.ListingFinished));
    }

    [Fact]
    public void Read_LastRunIsOver_IsNotTakenForThisOne()
    {
        using TestApp app = new();
        LedgerMaker.Make(app.LedgerPath, "gather-things", [ItemOutcome.Whole("k1", "1", null)]);
        using ProgressSource source = new(app.LedgerPath, "gather-things", null, () => null, new FakeTimeProvider());

        Assert.Null(source.Read());
    }
}
