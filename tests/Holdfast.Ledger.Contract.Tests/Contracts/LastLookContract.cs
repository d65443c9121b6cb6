using static Holdfast.Tests.Shared.Listed;

namespace Holdfast.Ledger.Contract.Tests;

/// <summary>The last look before COMMIT: what it throws undoes the change, and nobody has seen anything yet.</summary>
public abstract class LastLookContract : LedgerContract
{
    private protected LastLookContract(LedgerRig rig)
        : base(rig)
    {
    }

    public static TheoryData<string> Writes => [.. PortWrites.All.Where(write => write.Value.HasLastLook).Select(write => write.Key)];

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task Write_LastLookThrows_IsUndoneAndTheExceptionPassedOn(string write)
    {
        BusyRun run = BusyRun.Begin(Rig);
        string before = run.Describe(run.Leg);
        SessionGoneException lost = new();

        Assert.Same(lost, await Assert.ThrowsAsync<SessionGoneException>(() => PortWrites.All[write].CallAsync(run, run.Leg, lastLook: () => throw lost)));

        Assert.Equal(before, run.Describe(run.Leg));
        await PortWrites.All[write].CallAsync(run, run.Leg);
        Assert.NotEqual(before, run.Describe(run.Leg));
        Assert.Empty(run.Leg.Check());
    }

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task Write_WhileTheLastLookIsTaken_OthersSeeNothingYet(string write)
    {
        BusyRun run = BusyRun.Begin(Rig);
        string before = run.Describe(leg: null);
        string? atLook = null;

        await PortWrites.All[write].CallAsync(run, run.Leg, lastLook: () => atLook = run.Describe(leg: null));

        Assert.Equal(before, atLook);
        Assert.NotEqual(before, run.Describe(leg: null));
    }

    [Fact]
    public void PlanPage_LastLookAtTheFirstPageThrows_NothingWasEverRead()
    {
        LegUnderTest run = Rig.Begin();

        Assert.Throws<SessionGoneException>(() => run.PlanPage(Page(1, 2, Item("a")), _ => throw new SessionGoneException()));

        Assert.Equal((ListingState.NotStarted, 0), (run.ListingPosition.State, run.ListingPosition.Pass));
        RunSummary summary = Rig.ReadSummary(run.RunId);
        Assert.Equal((0, 0, ListingState.NotStarted), (summary.Seen, summary.Pages, summary.Listing.State));
        Assert.Single(run.PlanPage(Page(1, 2, Item("a")), null).Pending);
    }

    private sealed class SessionGoneException : Exception;
}
