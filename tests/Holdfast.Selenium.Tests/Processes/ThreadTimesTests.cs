namespace Holdfast.Selenium.Tests;

public sealed class ThreadTimesTests
{
    private static readonly TimeSpan Span = TimeSpan.FromMilliseconds(250);

    private static readonly ThreadTimes Before = Times(73_510_951, 1_803_719_148);

    [Theory]
    [InlineData("73510951 1803719148 376\n", 73.510_9, 1803.719_1)]
    [InlineData("0 0 0", 0.0, 0.0)]
    public void Parse_TheKernelsLine_IsInNanoseconds(string text, double ran, double waited)
    {
        ThreadTimes times = Assert.NotNull(ThreadTimes.Parse(text));
        Assert.Equal((ran, waited), (times.Ran.TotalMilliseconds, times.Waited.TotalMilliseconds));
    }

    [Theory]
    [InlineData("")]
    [InlineData("12")]
    [InlineData("a b c")]
    [InlineData("-1 2 3")]
    public void Parse_AnotherText_IsNull(string text) => Assert.Null(ThreadTimes.Parse(text));

    [Theory]
    // Sleeps, and has nothing to do: a hang is silent in this way.
    [InlineData(0, 0, false, 0)]
    // Wants a processor and had none all the while.
    [InlineData(0, 0, true, 250)]
    // A script that does not end, on a processor of its own, beside one other, and beside three others.
    [InlineData(250, 0, true, 0)]
    [InlineData(125, 125, true, 0)]
    [InlineData(62.5, 187.5, true, 0)]
    // The same beside thirty others.
    [InlineData(8, 242, true, 210)]
    // Short work after long waits.
    [InlineData(0.4, 180, false, 178.4)]
    // A wait that had begun long before.
    [InlineData(0.1, 1200, false, 250)]
    // Everyday work on a busy machine.
    [InlineData(3, 10, false, 0)]
    public void Starved_IsWhatAThreadWantedAndHardlyGot(double ran, double waited, bool wantsOne, double starved)
    {
        ThreadTimes after = new(Before.Ran + TimeSpan.FromMilliseconds(ran), Before.Waited + TimeSpan.FromMilliseconds(waited));
        Assert.Equal(starved, ThreadTimes.Starved(Before, after, () => wantsOne, Span).TotalMilliseconds, 3);
    }

    [Fact]
    public async Task End_OfAProcessThatIsNotThere_IsNothing()
    {
        ProcessorWait wait = ProcessorWait.Begin([int.MaxValue], TimeProvider.System);
        await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, TestContext.Current.CancellationToken);
        Assert.Equal(0, wait.End()[int.MaxValue]);
    }

    private static ThreadTimes Times(long ran, long waited) => Assert.NotNull(ThreadTimes.Parse($"{ran} {waited} 1"));
}
