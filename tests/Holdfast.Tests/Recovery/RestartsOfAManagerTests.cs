namespace Holdfast.Tests;

/// <summary>Restart intensity as a manager's deaths spend it.</summary>
public sealed class RestartsOfAManagerTests
{
    [Fact]
    public async Task Deaths_AroundTheEndOfAWindow_AreOneBurst()
    {
        await using Rig rig = new() { Options = { Recovery = { MaxRestarts = 2, ResetIntensityAfter = TimeSpan.FromHours(1) } } };
        TimeSpan window = rig.Options.Recovery.Window;
        SessionLease<Gadget> lease = await rig.LeaseAsync();
        lease = await rig.DieAsync(lease);
        rig.Clock.Advance(window - TimeSpan.FromSeconds(1));
        lease = await rig.DieAsync(lease);
        rig.Clock.Advance(TimeSpan.FromSeconds(2));

        // The first restart has left the window, the second has not: one more is allowed, and no second.
        lease = await rig.DieAsync(lease);
        Assert.Equal(4, lease.Generation);
        rig.Kill(lease);

        SessionUnavailableException refused = await Assert.ThrowsAsync<SessionUnavailableException>(() => rig.LeaseAsync());
        Assert.True(refused.GaveUp);
        Assert.Equal(4, rig.Provider.Launch.Calls);
    }

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    public async Task Deaths_AlmostAfterTheResetTime_AreNotForgotten(int beyond, bool recovers)
    {
        await using Rig rig = new() { Options = { Recovery = { MaxRestarts = 1 } } };
        SessionLease<Gadget> lease = await rig.DieAsync(await rig.LeaseAsync());
        rig.Clock.Advance(rig.Options.Recovery.ResetIntensityAfter + TimeSpan.FromMilliseconds(beyond));
        rig.Kill(lease);

        if (recovers)
        {
            Assert.Equal(3, (await rig.LeaseAsync()).Generation);
        }
        else
        {
            await Assert.ThrowsAsync<SessionUnavailableException>(() => rig.LeaseAsync());
        }
    }
}
