using System.Runtime.Versioning;
using static Holdfast.Tests.Shared.LedgerFixture;

namespace Holdfast.Ledger.Sqlite.Tests;

/// <summary>What a job writes is its owner's alone, whatever the umask: it may hold all that a member can see.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class FileModeTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Group = UnixFileMode.GroupRead | UnixFileMode.GroupWrite;

    private readonly LedgerFixture _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Open_NewLedger_EveryFileIsTheOwnersAlone()
    {
        using RunLock held = RunLock.Acquire(_files.Path, "gather", _files.Time);
        using RunLedger ledger = _files.Open();
        Begin(ledger);
        string[] names = ["", "-shm", "-wal", ".gather.lock", ".gather.owner"];
        Assert.Equal(names.Select(name => _files.Path + name), Directory.GetFiles(_files.Folder).Order(StringComparer.Ordinal));
        Assert.All(Directory.GetFiles(_files.Folder), file => Assert.Equal(OwnerOnly, File.GetUnixFileMode(file)));
    }

    [Fact]
    public void Open_SharedLedger_KeepsItsModeAndTheGroupsLocks()
    {
        _files.Open().Dispose();
        File.SetUnixFileMode(_files.Path, OwnerOnly | Group);
        using RunLedger ledger = _files.Open();
        Begin(ledger);
        Assert.All(Directory.GetFiles(_files.Folder), file => Assert.Equal(OwnerOnly | Group, File.GetUnixFileMode(file)));
        Assert.Equal(OwnerOnly | Group, LedgerPlace.ModeBeside(_files.Path));
    }

    [Theory]
    [InlineData("755", "755", "705")]
    [InlineData("640", "640", "600")]
    [InlineData("400", "400", "400")]
    [InlineData("6777", "777", "707")]
    public void ModeInPlaceOf_FileOfAnotherGroup_GivesTheGroupNothing(string mode, string same, string other)
    {
        FileStatus old = new(new FileIdentity(1, 1), FileKind.Regular, Links: 1, Owner: 7, Group: 7, Mode(mode), Mount: null);
        Assert.Equal(Mode(same), PrivateFile.ModeInPlaceOf(old, old));
        Assert.Equal(Mode(other), PrivateFile.ModeInPlaceOf(old, old with { Group = 8 }));
    }

    [Theory]
    [InlineData("755", false)]
    [InlineData("775", false)]
    [InlineData("1777", false)]
    [InlineData("777", true)]
    [InlineData("773", true)]
    public void Risk_FolderThatEverybodyMayWriteIn_IsNamed(string mode, bool isRisk)
    {
        File.SetUnixFileMode(_files.Folder, Mode(mode));
        string? risk = LedgerPlace.Risk(_files.Path);
        Assert.Equal(isRisk, risk?.Contains(_files.Folder, StringComparison.Ordinal) is true);
    }

    private static UnixFileMode Mode(string octal) => (UnixFileMode)Convert.ToInt32(octal, 8);
}
