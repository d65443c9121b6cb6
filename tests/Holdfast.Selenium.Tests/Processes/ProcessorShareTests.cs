namespace Holdfast.Selenium.Tests;

public sealed class ProcessorShareTests
{
    private static readonly ThreadTimes s_before = new(TimeSpan.FromMilliseconds(73), TimeSpan.FromSeconds(1.8));

    /// <summary>What a thread wanted and had in a second, what others of its process waited meanwhile in all, and what it means.</summary>
    [Theory]
    // Sleeps, and has nothing to do: a hang is silent in this way.
    [InlineData(0, 0, false, 0, false, 0)]
    // Wants a processor and had none all the while.
    [InlineData(0, 0, true, 0, true, 1000)]
    // A script that does not end, on a processor of its own, beside one other, and beside three others.
    [InlineData(1000, 0, true, 0, false, 0)]
    [InlineData(500, 500, true, 0, true, 0)]
    [InlineData(250, 750, true, 0, true, 0)]
    // The same where the machine has five, ten and fifteen times the work that it can do, and the process's other threads wake up and wait.
    [InlineData(200, 800, true, 500, true, 0)]
    [InlineData(100, 900, true, 1000, true, 0)]
    [InlineData(67, 933, true, 700, true, 0)]
    // Thirty times the work.
    [InlineData(32, 968, true, 1500, true, 1000)]
    // Short work after long waits.
    [InlineData(1.6, 720, false, 0, true, 689.6)]
    // A wait that had begun long before.
    [InlineData(0.4, 4800, false, 0, true, 992.4)]
    // Everyday work on a busy machine.
    [InlineData(12, 40, false, 100, false, 0)]
    public void Plus_AThread_IsPressedOrStarved(double ran, double waited, bool isReady, double othersWaited, bool isPressed, double starved)
    {
        ProcessorShare others = new(TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(othersWaited), TimeSpan.Zero);
        ThreadTimes after = new(s_before.Ran + TimeSpan.FromMilliseconds(ran), s_before.Waited + TimeSpan.FromMilliseconds(waited));

        ProcessorShare share = others.Plus(s_before, after, TimeSpan.Zero, () => isReady);

        Assert.Equal(isPressed, share.IsPressed);
        Assert.Equal(starved, share.Starved.TotalMilliseconds, 3);
    }

    /// <summary>A thread that had a turn of 1 ms in a second, and was kept from running for the rest by a limit of its control group: the kernel counts
    /// no wait.</summary>
    [Theory]
    [InlineData(1, 20, true, 999, true, 980)]
    [InlineData(1, 20, true, 2000, true, 980)]
    [InlineData(1, 20, true, 0, false, 0)]

    // It has done its work.
    [InlineData(1, 20, false, 999, false, 0)]

    // Half a processor is allowed, and a script uses it up.
    [InlineData(500, 0, true, 500, true, 0)]
    public void Plus_AThreadUnderALimit_WaitedForItsEnd(double ran, double waited, bool isReady, double throttled, bool isPressed, double starved)
    {
        ThreadTimes after = new(s_before.Ran + TimeSpan.FromMilliseconds(ran), s_before.Waited + TimeSpan.FromMilliseconds(waited));

        ProcessorShare share = new ProcessorShare(TimeSpan.FromSeconds(1), TimeSpan.Zero, TimeSpan.Zero)
            .Plus(s_before, after, TimeSpan.FromMilliseconds(throttled), () => isReady);

        Assert.Equal(isPressed, share.IsPressed);
        Assert.Equal(starved, share.Starved.TotalMilliseconds, 3);
    }

    [Fact]
    public void Default_IsNeither()
    {
        Assert.False(default(ProcessorShare).IsPressed);
        Assert.Equal(TimeSpan.Zero, default(ProcessorShare).Starved);
    }

    [Fact]
    public void Since_AProcessThatIsNotThere_IsNothing()
    {
        ProcessorAccount before = ProcessorAccount.Read([int.MaxValue], TimeProvider.System);
        ProcessorShare share = ProcessorAccount.Read([int.MaxValue], TimeProvider.System).Since(before, int.MaxValue);
        Assert.Equal((TimeSpan.Zero, TimeSpan.Zero), (share.Waited, share.Ran));
    }

    /// <summary>The kernel's account of a process that computes: as long as the processor was its own, or another's.</summary>
    [Fact]
    public async Task Since_AProcessThatComputes_IsAsLongAsTheSpan()
    {
        Assert.SkipUnless(File.Exists("/proc/self/schedstat"), "The kernel keeps no account of waits for a processor here.");
        using BusyLoops loops = new(1);
        int loop = loops.Pids.Single();
        ProcessorAccount before = ProcessorAccount.Read([loop], TimeProvider.System);
        ProcessorShare share;
        do
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, TestContext.Current.CancellationToken);
            share = ProcessorAccount.Read([loop], TimeProvider.System).Since(before, loop);
        }
        while (share.Ran < TimeSpan.FromMilliseconds(20));

        Assert.InRange(share.Waited + share.Ran, share.Span / 4, share.Span * 2);
    }
}
