using System.Diagnostics;

namespace Holdfast.Selenium.Tests;

public sealed class TabMemoryTests
{
    private const int LimitOfData = 2;

    [Theory]
    [InlineData(1UL << 20, 1UL << 20)]
    [InlineData(ulong.MaxValue, null)]
    public void Limit_NeverRaisesWhatIsSet(ulong before, ulong? after)
    {
        using Process process = Process.Start("sleep", "60");
        try
        {
            Assert.Equal(0, NativeMethods.ReadLimit(process.Id, LimitOfData, 0, out NativeMethods.ResourceLimit limit));
            Assert.Equal(0, NativeMethods.SetLimit(process.Id, LimitOfData, limit with { Soft = before }, 0));
            TabMemory memory = new();
            memory.Limit(process.Id);
            ulong limited = SoftOf(process);
            Assert.InRange(limited, 0UL, after ?? (64UL << 20));

            memory.Release();
            Assert.Equal(before, SoftOf(process));
        }
        finally
        {
            process.Kill();
        }
    }

    private static ulong SoftOf(Process process)
    {
        Assert.Equal(0, NativeMethods.ReadLimit(process.Id, LimitOfData, 0, out NativeMethods.ResourceLimit limit));
        return limit.Soft;
    }
}
