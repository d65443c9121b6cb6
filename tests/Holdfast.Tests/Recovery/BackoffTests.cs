namespace Holdfast.Tests;

public sealed class BackoffTests
{
    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 500)]
    [InlineData(3, 1000)]
    [InlineData(4, 2000)]
    [InlineData(7, 16000)]
    [InlineData(8, 30000)]
    [InlineData(9, 30000)]
    [InlineData(1000, 30000)]
    public void Before_WithoutJitter_DoublesUpToTheMaximum(int attempt, double expected)
    {
        Assert.Equal(expected, Before(attempt, 0.5));
        Assert.Equal(expected * 0.5, Before(attempt, 0));
        Assert.Equal(expected * 1.5, Before(attempt, 1));
    }

    /// <summary>A jitter that is a constant looks right in every single value.</summary>
    [Fact]
    public void Before_ManyChances_SpreadsEvenlyOverTheWholeRange()
    {
        Random random = new(4711);
        double[] waits = [.. Enumerable.Range(0, 10_000).Select(_ => Before(3, random.NextDouble()))];

        Assert.All(waits, wait => Assert.InRange(wait, 500, 1500));
        Assert.InRange(waits.Average(), 980, 1020);
        int[] tenths = [.. waits.GroupBy(wait => (int)((wait - 500) / 100)).OrderBy(group => group.Key).Select(group => group.Count())];
        Assert.Equal(10, tenths.Length);
        Assert.All(tenths, count => Assert.InRange(count, 850, 1150));
    }

    /// <summary>The manager's own waits: two managers that lose the same site must not come back in step.</summary>
    [Fact]
    public async Task Backoff_OfManyManagers_Differs()
    {
        HashSet<TimeSpan> waits = [];
        for (int i = 0; i < 12; i++)
        {
            await using Rig rig = new() { Options = { Recovery = { BackoffBase = TimeSpan.FromMilliseconds(500) } } };
            rig.Provider.Launch.Fail("no display");
            Task<TimeSpan> wait = rig.Clock.NextTimerAsync(due => due.TotalMilliseconds is >= 250 and <= 750);
            Task<SessionLease<Gadget>> lease = rig.LeaseAsync();
            waits.Add(await wait);
            await rig.Manager.DisposeAsync().InTime();
            await Assert.ThrowsAsync<SessionUnavailableException>(() => lease);
        }

        Assert.True(waits.Count > 8, $"{waits.Count} different waits of 12");
    }

    private static double Before(int attempt, double chance) =>
        Backoff.Before(attempt, TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(30), chance).TotalMilliseconds;
}
