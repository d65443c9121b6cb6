namespace Holdfast.Selenium.Tests;

public sealed class ThreadTimesTests
{
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
}
