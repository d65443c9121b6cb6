namespace Holdfast.Ledger.Contract.Tests;

/// <summary>A leg that was replaced writes nothing any more.</summary>
public abstract class EpochContract : LedgerContract
{
    private protected EpochContract(LedgerRig rig)
        : base(rig)
    {
    }

    public static TheoryData<string> Writes => [.. PortWrites.All.Keys];

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task Write_OfAReplacedLeg_IsFencedAndLeavesNoTrace(string write)
    {
        BusyRun run = BusyRun.Begin(Rig);
        LegUnderTest now = Rig.Begin(BusyRun.Action);
        string before = run.Describe(now);

        EpochFencedException fenced = await Assert.ThrowsAsync<EpochFencedException>(() => PortWrites.All[write].CallAsync(run, run.Leg));

        Assert.Equal((run.Leg.RunId, run.Leg.Epoch, now.Epoch), (fenced.RunId, fenced.Epoch, fenced.CurrentEpoch));
        Assert.Equal(before, run.Describe(now));

        // The leg that replaced it may, and there is something to see of it.
        await PortWrites.All[write].CallAsync(run, now);
        Assert.NotEqual(before, run.Describe(now));
        Assert.Empty(now.Check());
    }

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task Write_ByTheWriterOfAnotherLeg_IsRefusedAndLeavesNoTrace(string write)
    {
        BusyRun run = BusyRun.Begin(Rig);
        LegWriter other = run.Leg.Ledger.Writer with { Epoch = run.Leg.Epoch + 1 };
        string before = run.Describe(run.Leg);

        EpochFencedException fenced = await Assert.ThrowsAsync<EpochFencedException>(() => PortWrites.All[write].CallAsync(run, run.Leg, other));

        Assert.Equal((run.Leg.RunId, other.Epoch, run.Leg.Epoch), (fenced.RunId, fenced.Epoch, fenced.CurrentEpoch));
        Assert.Equal(before, run.Describe(run.Leg));
    }

    [Fact]
    public void Writes_AreAllMethodsThatNameAWriter() => Assert.Equal(
        typeof(IRunLedger).GetMethods()
            .Where(method => method.GetParameters().Any(parameter => parameter.ParameterType == typeof(LegWriter)))
            .Select(method => method.Name).Order(StringComparer.Ordinal),
        PortWrites.All.Values.Select(write => write.Method).Distinct().Order(StringComparer.Ordinal));
}
