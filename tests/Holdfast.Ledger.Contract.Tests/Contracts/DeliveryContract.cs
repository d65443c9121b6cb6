using System.Text.Json;
using static Holdfast.Tests.Shared.Listed;

namespace Holdfast.Ledger.Contract.Tests;

/// <summary>What a sink elsewhere is owed is committed with the change, and waits until the sink has taken that very version.</summary>
public abstract class DeliveryContract : LedgerContract
{
    private const string Inbox = "inbox";

    private protected DeliveryContract(LedgerRig rig)
        : base(rig)
    {
    }

    [Fact]
    public void Commit_WithASink_OwesItEachChangeUntilItIsDelivered()
    {
        LegUnderTest run = Rig.Begin();
        Func<int> landed = run.UseSinks(Inbox, "archive");
        run.PlanPage(Page(1, null, Item("a"), Item("b"), Item("c")), null);
        Assert.Equal(0, landed());
        run.CommitBatch([Whole("b"), ItemOutcome.Partial("a", "{}", "no badge"), ItemOutcome.Failed("c", "500")], First, null);

        Assert.Equal(1, landed());
        IReadOnlyList<OwedRecord> owed = run.ReadOwed(Inbox);
        Assert.Equal(
            [("b", 1L, """{"key":"b","value":1}""", null, false), ("a", 1L, "{}", "no badge", false)],
            owed.Select(record => (record.Key, record.Version, record.Json, record.Missing, record.IsRemoved)));
        Assert.Equal(["a"], run.ReadOwed(Inbox, after: owed[0].Id).Select(record => record.Key));
        Assert.Equal(["b"], run.ReadOwed(Inbox, limit: 1).Select(record => record.Key));
        Assert.Equal((2, 2), Waiting(run));

        run.MarkDelivered(owed[0]);

        Assert.Equal(["a"], run.ReadOwed(Inbox).Select(record => record.Key));
        Assert.Equal((1, 2), Waiting(run));
        run.MarkDelivered(owed[1]);
        Assert.Empty(run.ReadOwed(Inbox));
        Assert.Equal((0, 2), Waiting(run));
        Assert.Empty(run.Check());
    }

    [Fact]
    public void Commit_ChangesNoRecord_OwesNothing()
    {
        Store("a");
        LegUnderTest run = Rig.Begin();
        Func<int> landed = run.UseSinks(Inbox);
        run.MarkDelivered([.. run.ReadOwed(Inbox)]);
        run.PlanPage(Page(1, null, Item("a", "f2")), null);
        run.CommitBatch([Whole("a", 1, "f2")], First, null);
        Assert.Empty(run.ReadOwed(Inbox));
        Assert.Equal(0, landed());
    }

    [Fact]
    public void Commit_IsUndone_OwesNothing()
    {
        LegUnderTest run = Rig.Begin();
        Func<int> landed = run.UseSinks(Inbox);
        run.PlanPage(Page(1, null, Item("a")), null);
        Assert.Throws<TimeoutException>(() => run.CommitBatch([Whole("a")], First, () => throw new TimeoutException()));
        Assert.Empty(run.ReadOwed(Inbox));
        Assert.Equal(0, landed());
    }

    [Fact]
    public void MarkDelivered_ChangedMeanwhile_IsOwedStillInItsNewVersion()
    {
        LegUnderTest run = Rig.Begin();
        run.UseSinks(Inbox);
        run.PlanPage(Page(1, 2, Item("a")), null);
        run.CommitBatch([Whole("a")], First, null);
        OwedRecord taken = Assert.Single(run.ReadOwed(Inbox));
        run.PlanPage(Page(2, 3, Item("a", "f2")), null);
        run.CommitBatch([Whole("a", 2, "f2")], First, null);

        run.MarkDelivered(taken);

        OwedRecord newer = Assert.Single(run.ReadOwed(Inbox));
        Assert.Equal((taken.Id, 2L, """{"key":"a","value":2}"""), (newer.Id, newer.Version, newer.Json));
        Assert.NotEqual(taken.Hash, newer.Hash);
        run.MarkDelivered(newer);

        // An answer for the older version comes late.
        run.MarkDelivered(taken);
        Assert.Empty(run.ReadOwed(Inbox));
    }

    [Fact]
    public void PlanPage_SaysThatARecordIsGone_OwesItsRemoval()
    {
        Store("a");
        LegUnderTest run = Rig.Begin();
        Func<int> landed = run.UseSinks(Inbox);
        run.MarkDelivered([.. run.ReadOwed(Inbox)]);
        run.PlanPage(Gone(1, null, "a"), null);
        Assert.Equal(1, landed());
        OwedRecord gone = Assert.Single(run.ReadOwed(Inbox));
        Assert.Equal(("a", 2L, true), (gone.Key, gone.Version, gone.IsRemoved));
    }

    /// <summary>It is new, or was away while others were gathered.</summary>
    [Fact]
    public void UseSinks_WhenRecordsAreThere_OwesWhatTheSinkHasNotSeen()
    {
        Store("a");
        LegUnderTest run = Rig.Begin();
        Assert.Empty(run.ReadOwed(Inbox));
        run.UseSinks(Inbox);
        run.MarkDelivered(Assert.Single(run.ReadOwed(Inbox)));
        Rig.Close();
        Store("b");

        run = Rig.Begin();
        run.UseSinks(Inbox);

        Assert.Equal(["b"], run.ReadOwed(Inbox).Select(record => record.Key));
        Assert.Empty(Rig.Begin("another").ReadOwed(Inbox));
    }

    /// <summary>A sink that is none of this kind of ledger's cannot take part in its transactions.</summary>
    [Fact]
    public void WriterFor_ASinkElsewhere_IsNull() => Assert.Null(Rig.Store.WriterFor<string>(new Elsewhere(), JsonSerializerOptions.Default));

    private static (long Inbox, long Archive) Waiting(LegUnderTest run)
    {
        IReadOnlyDictionary<string, long> waiting = run.ReadSummary().Waiting;
        return (waiting.GetValueOrDefault(Inbox), waiting.GetValueOrDefault("archive"));
    }

    private void Store(string key)
    {
        LegUnderTest run = Rig.Begin();
        run.PlanPage(Page(1, null, Item(key)), null);
        run.CommitBatch([Whole(key)], First, null);
        run.FinishRun();
    }

    private sealed class Elsewhere : IRecordSink;
}
