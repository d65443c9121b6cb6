namespace Holdfast.Ledger.Sqlite.Tests;

public sealed class LedgerRoomTests
{
    [Theory]
    [InlineData(10, 10, true)]
    [InlineData(11, 10, true)]
    [InlineData(9, 10, false)]
    public void Judge_ComparesWhatIsFreeWithWhatIsNeeded(long available, long required, bool enough) =>
        Assert.Equal(enough, LedgerRoom.Judge(available, required) is null);

    [Fact]
    public void Require_MoreThanAnyDisk_SaysDiskFullWithTheNumbers()
    {
        string path = Path.Combine(Path.GetTempPath(), "no", "such", "folder", "job.ledger");
        LedgerRoom.Require(path, 1);
        LedgerException error = Assert.Throws<LedgerException>(() => LedgerRoom.Require(path, long.MaxValue));
        Assert.Equal(LedgerFault.DiskFull, error.Fault);
        Assert.Contains("MB are free", error.Message, StringComparison.Ordinal);
    }

    /// <summary>What is on no disk has no size, and so is not full.</summary>
    [Fact]
    public void Require_WhereNothingHasASize_SaysNothing()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "There is no /proc.");

        LedgerRoom.Require("/proc/job.ledger", 1);
    }
}
