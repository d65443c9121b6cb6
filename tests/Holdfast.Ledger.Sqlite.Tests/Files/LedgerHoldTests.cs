using static Holdfast.Tests.Shared.LedgerFixture;
using static Holdfast.Tests.Shared.Listed;

namespace Holdfast.Ledger.Sqlite.Tests;

/// <summary>A ledger that is deleted, moved or replaced while it is in use: noticed before the next COMMIT, and before anything is reported.</summary>
public sealed class LedgerHoldTests : IDisposable
{
    private readonly LedgerFixture _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData("deleted", "it was deleted or moved")]
    [InlineData("moved", "moved.ledger' now")]
    [InlineData("replaced", "another file is in its place, and it was deleted or moved")]
    [InlineData("moved and replaced", "another file is in its place, and it is '")]
    [InlineData("log deleted", "-wal' was deleted, moved or replaced")]
    [InlineData("shared memory deleted", "-shm' was deleted, moved or replaced")]
    [InlineData("all moved", "moved.ledger' now")]
    [InlineData("folder moved", "moved/job.ledger' now")]
    public void Commit_FileIsNoMoreWhatItWas_IsUndoneAndSaysSo(string what, string reason)
    {
        string kept;
        string folder = Path.Combine(_files.Folder, "of its own");
        Directory.CreateDirectory(folder);
        string path = Path.Combine(folder, "job.ledger");
        using (RunLedger ledger = RunLedger.Open(path, LedgerAccess.ReadWrite, _files.Time))
        {
            RunAccount run = Begin(ledger);
            run.PlanPage(Page(1, null, Item("a"), Item("b")), null);
            run.CommitBatch([Whole("a")], First, null);
            kept = Disturb(what, folder, path);

            LedgerException error = Assert.Throws<LedgerException>(() => run.CommitBatch([Whole("b")], First, null));
            Assert.Equal((LedgerFault.Replaced, path), (error.Fault, error.Path));
            Assert.Contains(reason, error.Message, StringComparison.Ordinal);
            Assert.Equal(LedgerFault.Replaced, Assert.Throws<LedgerException>(() => run.EndLeg(LegOutcome.Finished)).Fault);
        }

        // Nothing is left that the next file of that name could be mixed with; and what was committed is in the file, wherever that is.
        Assert.False(new FileInfo(path + "-wal") is { Exists: true, Length: > 0 });
        if (kept.Length > 0)
        {
            using RunLedger again = RunLedger.Open(kept, LedgerAccess.Read, _files.Time);
            Assert.Equal(["a"], again.ReadRecords("gather").Select(record => record.Key));
            Assert.Empty(again.Check(1));
        }
    }

    [Fact]
    public async Task Dispose_MovedAndOpenedThereWithAnotherLog_DoesNotWriteIntoIt()
    {
        string moved = Path.Combine(_files.Folder, "moved.ledger");
        using KillableProcess helper = await CloseWhileUsedAsync(moved);
        for (int lines = 0; lines < 20; lines++)
        {
            Assert.NotNull(await helper.ReadLineAsync());
        }

        await helper.KillAsync();
        using RunLedger again = RunLedger.Open(moved, LedgerAccess.ReadWrite, _files.Time);
        Assert.Empty(again.Check(Assert.Single(again.ReadRuns()).RunId));
    }

    /// <summary>Another process makes a run of its own of what it finds there, without our log, while we close.</summary>
    private async Task<KillableProcess> CloseWhileUsedAsync(string moved)
    {
        using RunLedger ledger = _files.Open();
        Begin(ledger).PlanPage(Page(1, null, Item("a")), null);
        File.Move(_files.Path, moved);
        KillableProcess helper = HelperProcess.Start("commit", moved);
        for (int lines = 0; lines < 20; lines++)
        {
            Assert.NotNull(await helper.ReadLineAsync());
        }

        return helper;
    }

    /// <summary>The log is cut off under the connection, which remembers its pages: everything but the files themselves looks well.</summary>
    [Theory]
    [InlineData(0, false)]
    [InlineData(0, true)]
    [InlineData(20_000, false)]
    [InlineData(20_000, true)]
    public void Check_LogWasCutOff_IsFoundAndTheFileIsLeftAsItWas(long length, bool goesOn)
    {
        using (RunLedger before = _files.Open())
        {
            RunAccount run = Begin(before);
            run.PlanPage(Page(1, null, Item("a")), null);
            run.CommitBatch([Whole("a")], First, null);
            run.FinishListing(1, 1);
            run.EndLeg(LegOutcome.Finished, finishesRun: true);
        }

        using (RunLedger ledger = _files.Open())
        {
            RunAccount run = Begin(ledger);
            string[] keys = [.. Enumerable.Range(0, 300).Select(i => $"key {i}")];
            run.PlanPage(Page(1, null, [.. keys.Select(key => Item(key))]), null);
            run.CommitBatch([.. keys.Select(key => Whole(key))], First, null);
            CutOff(_files.Path + "-wal", length);
            if (goesOn)
            {
                run.FinishListing(1, keys.Length);
            }

            Exception? problem = Record.Exception(() => Assert.NotEmpty(ledger.Check(run.RunId)));
            Assert.True(problem is null or LedgerException { Fault: LedgerFault.Corrupt }, problem?.ToString());
        }

        using RunLedger again = _files.Open();
        Assert.Equal(["a"], again.ReadRecords("gather").Select(record => record.Key));
        Assert.All(again.ReadRuns(), found => Assert.Empty(again.Check(found.RunId)));
    }

    private static void CutOff(string path, long length)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        file.SetLength(length);
    }

    /// <returns>Where the file is now; empty when it is gone.</returns>
    private string Disturb(string what, string folder, string path)
    {
        string moved = Path.Combine(_files.Folder, "moved.ledger");
        switch (what)
        {
            case "deleted":
                File.Delete(path);
                return "";
            case "moved":
                File.Move(path, moved);
                return moved;
            case "replaced":
                File.Move(Other(), path, overwrite: true);
                return "";
            case "moved and replaced":
                File.Move(path, moved);
                File.Move(Other(), path);
                return moved;
            case "log deleted":
                File.Delete(path + "-wal");
                return path;
            case "shared memory deleted":
                File.Delete(path + "-shm");
                return path;
            case "all moved":
                foreach (string suffix in (string[])["", "-wal", "-shm"])
                {
                    File.Move(path + suffix, moved + suffix);
                }

                return moved;
            default:
                moved = Path.Combine(_files.Folder, "moved");
                Directory.Move(folder, moved);
                return Path.Combine(moved, "job.ledger");
        }
    }

    private string Other()
    {
        _files.Open().Dispose();
        return _files.Path;
    }
}
