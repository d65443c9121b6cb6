namespace Holdfast.Ledger.Contract.Tests;

/// <summary>Times in which the program did not run are kept, and told by the summary.</summary>
public abstract class IncidentContract : LedgerContract
{
    private protected IncidentContract(LedgerRig rig)
        : base(rig)
    {
    }

    [Fact]
    public void RecordSuspension_OverTwoLegs_IsToldByTheSummaryAndOneByOne()
    {
        SuspensionRow slept = new(new GenerationStamp(0, 2), Rig.Time.GetUtcNow(), TimeSpan.FromMilliseconds(2_760_125), Asleep: true);
        SuspensionRow stopped = slept with { EndedAt = slept.EndedAt.AddHours(1), Duration = TimeSpan.FromSeconds(5), Asleep = false };
        Rig.Begin().RecordSuspension(slept);
        Rig.Begin().RecordSuspension(stopped);
        Rig.Begin("another");
        Assert.Equal([new(1, 2, stopped), new(1, 1, slept)], Rig.ReadSuspensions(1));
        Assert.Equal(new SuspensionTotals(2, slept.Duration + stopped.Duration, stopped), Rig.ReadSummary(1).Suspensions);
        Assert.Equal(new SuspensionTotals(0, TimeSpan.Zero, null), Rig.ReadSummary(2).Suspensions);
    }
}
