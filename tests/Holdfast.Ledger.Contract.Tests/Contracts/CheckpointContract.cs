namespace Holdfast.Ledger.Contract.Tests;

/// <summary>A plain action goes on with what it saved last.</summary>
public abstract class CheckpointContract : LedgerContract
{
    private protected CheckpointContract(LedgerRig rig)
        : base(rig)
    {
    }

    [Fact]
    public void SaveProgress_AfterACheckpoint_LeavesWhatWasSaved()
    {
        LegUnderTest run = Rig.Begin("count");
        Assert.Equal(Checkpoint.None, run.ReadCheckpoint());
        run.SaveProgress(1);
        Assert.Equal(((string?)null, 1L), Saved(run));
        run.SaveCheckpoint("page 2", 2);
        run.SaveProgress(3);
        Assert.Equal(((string?)"page 2", 3L), Saved(run));
        Rig.Close();
        Assert.Equal(((string?)"page 2", 3L), Saved(Rig.Begin("count")));
        Assert.Equal(3, Rig.ReadSummary(run.RunId).Progress!.Done);
    }

    [Fact]
    public void SaveCheckpoint_BeforeCommitThrows_TheOneBeforeStays()
    {
        LegUnderTest run = Rig.Begin("count");
        run.SaveCheckpoint("one", 1);
        Assert.Throws<TimeoutException>(() => run.SaveCheckpoint("two", 2, () => throw new TimeoutException()));
        Assert.Equal(((string?)"one", 1L), Saved(run));
    }

    private static (string? Value, long Done) Saved(LegUnderTest run)
    {
        Checkpoint saved = run.ReadCheckpoint();
        return (saved.Value, saved.Progress.Done);
    }
}
