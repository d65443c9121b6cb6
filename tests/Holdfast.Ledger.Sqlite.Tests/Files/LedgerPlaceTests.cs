using System.Diagnostics;
using System.Net.Sockets;
using static Holdfast.Tests.Shared.LedgerFixture;

namespace Holdfast.Ledger.Sqlite.Tests;

/// <summary>Where a ledger cannot be kept: said at once, and nothing is touched or made.</summary>
public sealed class LedgerPlaceTests : IDisposable
{
    // A pipe that is opened waits for its other end.
    private static readonly TimeSpan s_atOnce = TimeSpan.FromSeconds(20);

    private readonly LedgerFixture _files = new();
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    public void Dispose()
    {
        _socket.Dispose();
        _files.Dispose();
    }

    [Theory]
    [InlineData("folder", LedgerFault.NotALedger, "it is a folder")]
    [InlineData("link to a folder", LedgerFault.NotALedger, "it is a folder")]
    [InlineData("pipe", LedgerFault.NotALedger, "a pipe, a socket or a device")]
    [InlineData("link to a pipe", LedgerFault.NotALedger, "a pipe, a socket or a device")]
    [InlineData("device", LedgerFault.NotALedger, "a pipe, a socket or a device")]
    [InlineData("socket", LedgerFault.NotALedger, "a pipe, a socket or a device")]
    [InlineData("circle of links", LedgerFault.ReadOnly, "symbolic links")]
    [InlineData("no folder", LedgerFault.NotFound, "its folder does not exist")]
    [InlineData("link into no folder", LedgerFault.NotFound, "its folder does not exist")]
    [InlineData("file for a folder", LedgerFault.NotFound, "its folder does not exist")]
    [InlineData("hard link", LedgerFault.Misplaced, "2 names (hard links)")]
    [InlineData("link to a hard link", LedgerFault.Misplaced, "2 names (hard links)")]
    [InlineData("log is a pipe", LedgerFault.Misplaced, "-wal', which belongs to it, is not a file")]
    [InlineData("log is the ledger", LedgerFault.Misplaced, "-wal', which belongs to it, is the ledger itself")]
    [InlineData("journal is a pipe", LedgerFault.Misplaced, "-journal', which belongs to it, is not a file")]
    [InlineData("only the log is left", LedgerFault.Misplaced, "-wal', which holds its newest commits, is")]
    public async Task Open_WhereNoLedgerCanBe_SaysSoAtOnce(string kind, LedgerFault fault, string reason)
    {
        string path = Make(kind);
        List<string> before = Everything();
        foreach (Action use in (Action[])[
            () => RunLedger.Open(path, LedgerAccess.Read, _files.Time).Dispose(),
            () => RunLedger.Open(path, LedgerAccess.ReadWrite, _files.Time).Dispose(),
            () => RunLock.Acquire(path, "gather", _files.Time).Dispose()])
        {
            LedgerException error = await Assert.ThrowsAsync<LedgerException>(
                () => Task.Run(use, TestContext.Current.CancellationToken).WaitAsync(s_atOnce, TimeProvider.System, TestContext.Current.CancellationToken));
            Assert.Equal(fault, error.Fault);
            Assert.Contains(reason, error.Message, StringComparison.Ordinal);
            Assert.Equal(before, Everything());
        }
    }

    /// <summary>Two processes make one ledger at once: neither may take the moment of the other's making for a second name.</summary>
    [Fact]
    public async Task Open_MadeByManyAtOnce_IsOneLedger()
    {
        for (int round = 0; round < 10; round++)
        {
            string path = Path.Combine(_files.Folder, $"{round}.ledger");
            await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(
                () => RunLedger.Open(path, LedgerAccess.ReadWrite, TimeProvider.System).Dispose(), TestContext.Current.CancellationToken)));
        }

        Assert.Empty(Directory.GetFiles(_files.Folder, "*.new"));
    }

    [Fact]
    public void Open_ByALinkToNothing_MakesTheFileThatIsMeant()
    {
        string link = Link("named.ledger", _files.Path);
        using (RunLedger ledger = RunLedger.Open(link, LedgerAccess.ReadWrite, _files.Time))
        {
            Assert.Equal(_files.Path, ledger.Path);
            Begin(ledger).EndLeg(LegOutcome.Stopped);
        }

        using RunLedger again = _files.Open(LedgerAccess.Read);
        Assert.Single(again.ReadRuns());
    }

    private string Make(string kind)
    {
        switch (kind)
        {
            case "folder":
                Directory.CreateDirectory(_files.Path);
                return _files.Path;
            case "link to a folder":
                Directory.CreateDirectory(_files.Path);
                return Link("link", _files.Path);
            case "pipe":
                return Pipe(_files.Path);
            case "link to a pipe":
                return Link("link", Pipe(_files.Path));
            case "device":
                return Link("link", "/dev/zero");
            case "socket":
                _socket.Bind(new UnixDomainSocketEndPoint(_files.Path));
                return _files.Path;
            case "circle of links":
                Link("one", Path.Combine(_files.Folder, "two"));
                return Link("two", Path.Combine(_files.Folder, "one"));
            case "no folder":
                return Path.Combine(_files.Folder, "no", "such", "job.ledger");
            case "link into no folder":
                return Link("link", Path.Combine(_files.Folder, "no", "job.ledger"));
            case "file for a folder":
                File.WriteAllText(_files.Path, "text");
                return Path.Combine(_files.Path, "job.ledger");
            case "hard link":
                return HardLink();
            case "link to a hard link":
                return Link("link", HardLink());
            case "log is a pipe":
                _files.Open().Dispose();
                Pipe(_files.Path + "-wal");
                return _files.Path;
            case "log is the ledger":
                _files.Open().Dispose();
                Link(Path.GetFileName(_files.Path) + "-wal", _files.Path);
                return _files.Path;
            case "journal is a pipe":
                Pipe(_files.Path + "-journal");
                return _files.Path;
            default:
                using (RunLedger ledger = _files.Open())
                {
                    Begin(ledger);
                    File.Copy(_files.Path + "-wal", _files.Path + "-wal.kept");
                }

                File.Delete(_files.Path);
                File.Move(_files.Path + "-wal.kept", _files.Path + "-wal");
                return _files.Path;
        }
    }

    private string Link(string name, string target)
    {
        string link = Path.Combine(_files.Folder, name);
        File.CreateSymbolicLink(link, target);
        return link;
    }

    private string HardLink()
    {
        _files.Open().Dispose();
        string other = Path.Combine(_files.Folder, "other.ledger");
        Run("ln", _files.Path, other);
        return other;
    }

    private static string Pipe(string path)
    {
        Run("mkfifo", path);
        return path;
    }

    private static void Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(program, arguments);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }

    private List<string> Everything() => [.. Directory.GetFileSystemEntries(_files.Folder, "*", SearchOption.AllDirectories).Order()];
}
