namespace Holdfast.Ledger.Contract.Tests;

/// <summary>Times in which the program did not run are kept, and told by the summary.</summary>
public abstract class SuspensionContract : LedgerContract
{
    private protected SuspensionContract(LedgerRig rig)
        : base(rig)
    {
    }

    [Fact]
    public void RecordSuspension_OverTwoLegs_IsToldByTheSummaryAndOneByOne()
    {
        Suspension slept = new(Rig.Time.GetUtcNow(), TimeSpan.FromMilliseconds(2_760_125), Asleep: true);
        Suspension stopped = slept with { EndedAt = slept.EndedAt.AddHours(1), Duration = TimeSpan.FromSeconds(5), Asleep = false };
        Rig.Begin().RecordSuspension(slept, generation: 2);
        LegUnderTest run = Rig.Begin();
        run.RecordSuspension(stopped, generation: 3);
        LegUnderTest other = Rig.Begin("another");

        Assert.Equal(
            [(run.RunId, 2L, 3, stopped), (run.RunId, 1L, 2, slept)],
            Rig.ReadSuspensions(run.RunId).Select(stored => (stored.RunId, stored.Epoch, stored.Generation, stored.Suspension)));
        Assert.Equivalent(new SuspensionTotals(2, slept.Duration + stopped.Duration, stopped), run.ReadSummary().Suspensions);
        Assert.Equivalent(SuspensionTotals.None, other.ReadSummary().Suspensions);
        Assert.Empty(Rig.ReadSuspensions(other.RunId));
    }
}
