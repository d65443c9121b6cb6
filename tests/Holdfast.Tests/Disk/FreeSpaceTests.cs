namespace Holdfast.Tests;

public sealed class FreeSpaceTests
{
    [Fact]
    public void At_AFolderThatIsNotThereYet_IsThatOfItsDisk()
    {
        Assert.True(FreeSpace.At(Path.GetTempPath()) > 0);
        Assert.True(FreeSpace.At(Path.Combine(Path.GetTempPath(), "no", "such", "folder")) > 0);
    }

    [Fact]
    public void At_NoFolder_CannotBeTold() => Assert.Null(FreeSpace.At(null));
}
