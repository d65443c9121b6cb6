namespace Holdfast.Tests;

public sealed class ProcessIdentityTests
{
    [Fact]
    public void IsRunning_TellsALaterProcessOfTheSameNumberApart()
    {
        ProcessIdentity me = ProcessIdentity.Of(Environment.ProcessId)!;

        Assert.True(me.IsRunning);
        Assert.False((me with { StartTicks = me.StartTicks + 1 }).IsRunning);
        Assert.Null(ProcessIdentity.Of(int.MaxValue));
    }
}
