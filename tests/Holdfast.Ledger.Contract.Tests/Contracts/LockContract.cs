namespace Holdfast.Ledger.Contract.Tests;

/// <summary>One job at a time runs an action on a ledger, and a job that is killed holds up nobody.</summary>
public abstract class LockContract : LedgerContract
{
    private protected LockContract(LedgerRig rig)
        : base(rig)
    {
    }

    [Fact]
    public void Lock_Held_IsRefusedUntilItIsReleasedAndOtherActionsAreFree()
    {
        using (Lock("gather"))
        {
            Assert.Equal("gather", Assert.Throws<RunLockedException>(() => Lock("gather")).Action);
            using IDisposable other = Lock("other");
            Assert.Throws<RunLockedException>(() => Lock("other"));
        }

        Lock("gather").Dispose();
    }

    [Fact]
    public async Task Lock_HolderIsKilled_IsFree()
    {
        using KillableProcess job = JobProcess.Start(JobRole.Lock, Rig);
        Assert.Equal("locked", await job.ReadLineAsync());
        Assert.Throws<RunLockedException>(() => Lock(JobProcess.Action));

        await job.KillAsync();

        Lock(JobProcess.Action).Dispose();
    }

    private IDisposable Lock(string action) => Rig.Store.Lock(Rig.Ledger, action);
}
