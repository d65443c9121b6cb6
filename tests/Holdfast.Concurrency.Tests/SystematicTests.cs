namespace Holdfast.Concurrency.Tests;

/// <summary>The library's own code on real threads, preempted at every atomic operation, every look at the clock and every step: no dead-lock, no
/// lost wake-up, no second recovery, no call admitted after the latch.</summary>
public sealed class SystematicTests(ITestOutputHelper output)
{
    [Fact]
    public Task Latch_CallersAndReporters_OneDeathAndNoCallAfterIt() => ExploreAsync(DeathScenarios.CallersAndReportersAsync);

    [Fact]
    public Task Lease_ManyWaiters_AllWakeAndEachDeathIsRecoveredOnce() => ExploreAsync(DeathScenarios.ManyWaitersAsync);

    [Fact]
    public Task Lease_DeathAroundPublishing_WaitersGetALivingLease() => ExploreAsync(DeathScenarios.DeathAroundPublishingAsync);

    [Fact]
    public Task Drain_CallsEndMeanwhile_EndsWithTheLast() => ExploreAsync(DeathScenarios.CallsEndWhileDrainedAsync);

    [Fact]
    public Task Suspicion_Resolved_NoCallIsLeftWaiting() => ExploreAsync(SuspicionScenarios.ResolvedAsync);

    [Fact]
    public Task Suspicion_Confirmed_EndsTheGenerationOnce() => ExploreAsync(SuspicionScenarios.ConfirmedAsync);

    [Fact]
    public Task Suspicion_DeathMeanwhile_NoCallIsLeftWaiting() => ExploreAsync(SuspicionScenarios.DiesMeanwhileAsync);

    [Fact]
    public Task Closing_WhileOpening_LeavesNobodyWaitingAndNoBrowser() => ExploreAsync(EndScenarios.ClosedWhileOpeningAsync);

    [Fact]
    public Task Closing_WhileRecovering_LeavesNobodyWaitingAndNoBrowser() => ExploreAsync(EndScenarios.ClosedWhileRecoveringAsync);

    [Fact]
    public Task GivingUp_WhileOthersWait_TellsThemAll() => ExploreAsync(EndScenarios.GivenUpAsync);

    private Task ExploreAsync(Func<Task<string?>> scenario) => Explorer.ExploreAsync(scenario, output);
}
