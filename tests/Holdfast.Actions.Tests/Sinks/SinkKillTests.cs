using System.Diagnostics;

namespace Holdfast.Actions.Tests.Sinks;

/// <summary>The job is killed between the user's rows and the commit, between commit and delivery, and between delivery and its note.</summary>
public sealed class SinkKillTests
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(90);

    private readonly LedgerFixture _files = new();

    [Theory]
    [InlineData(SinkKill.InTransaction, 1)]
    [InlineData(SinkKill.InTransaction, 7)]
    [InlineData(SinkKill.InTransaction, 12)]
    [InlineData(SinkKill.Committed, 1)]
    [InlineData(SinkKill.Committed, 7)]
    [InlineData(SinkKill.Committed, 12)]
    [InlineData(SinkKill.Delivered, 1)]
    [InlineData(SinkKill.Delivered, 2)]
    public async Task Run_KilledInTheMiddle_TablesAgreeAtOnceAndEveryVersionIsDelivered(SinkKill kill, int number)
    {
        using (_files)
        {
            // Everything is there in a first version, and changes.
            Assert.Equal(0, await RunAsync(SinkKill.None, 0, version: 1));
            KeptTable.AssertAgrees(_files.Path, SinkJob.Entries);
            Assert.Equal(137, await RunAsync(kill, number, version: 2));

            KeptTable.AssertAgrees(_files.Path, SinkJob.Entries);
            long changed;
            long waiting;
            using (RunLedger ledger = _files.Open(LedgerAccess.Read))
            {
                RunSummary summary = ledger.ReadSummary(2);
                Assert.Empty(ledger.Check(2));
                Assert.Null(summary.Run.FinishedAt);
                changed = summary.Updated;
                waiting = summary.Waiting.GetValueOrDefault("kept-inbox");
            }

            // At this very moment: what was committed is owed, unless it was taken and noted.
            Assert.Equal(kill switch { SinkKill.InTransaction => 5 * (number - 1), SinkKill.Committed => 5 * number, _ => changed }, changed);
            Assert.True(kill != SinkKill.Committed || waiting == changed, $"{waiting} of {changed} wait");

            Assert.Equal(0, await RunAsync(SinkKill.None, 0, version: 2));
            KeptTable.AssertAgrees(_files.Path, SinkJob.Entries);
            AssertDelivered(twice: kill == SinkKill.Delivered);
            using RunLedger after = _files.Open(LedgerAccess.Read);
            Assert.Empty(after.ReadSummary(2).Waiting);
            Assert.Equal(SinkJob.Entries, after.ReadSummary(2).Updated);
        }
    }

    [Theory]
    [InlineData(SinkKill.InPage, 1)]
    [InlineData(SinkKill.InPage, 3)]
    [InlineData(SinkKill.InTransaction, 2)]
    [InlineData(SinkKill.Committed, 1)]
    [InlineData(SinkKill.Committed, 4)]
    [InlineData(SinkKill.Delivered, 1)]
    [InlineData(SinkKill.Delivered, 3)]
    public async Task Run_KilledWhileRecordsGo_TablesAgreeAtOnceAndEveryRemovalIsDelivered(SinkKill kill, int number)
    {
        using (_files)
        {
            Assert.Equal(0, await RunAsync(SinkKill.None, 0, version: 1));
            Assert.Equal(137, await RunAsync(kill, number, SinkJob.Shrunk));

            long records = KeptTable.AssertAgrees(_files.Path);
            Assert.True(kill != SinkKill.InPage || records == SinkJob.Entries - (10 * (number - 1)), $"{records} are left");
            using (RunLedger ledger = _files.Open(LedgerAccess.Read))
            {
                Assert.Empty(ledger.Check(2));
            }

            Assert.Equal(0, await RunAsync(SinkKill.None, 0, SinkJob.Shrunk));
            KeptTable.AssertAgrees(_files.Path, SinkJob.Entries / 2);
            Assert.Equal(
                Enumerable.Range(1, SinkJob.Entries).Select(item => $"n{item:000} 2 {(item % 2 == 0 ? "gone" : $"{(item * 1000) + SinkJob.Shrunk}")}"),
                Last(await File.ReadAllLinesAsync(Path.Combine(_files.Folder, "inbox"), TestContext.Current.CancellationToken)));
        }
    }

    /// <summary>The newest version that came of each key.</summary>
    private static IEnumerable<string> Last(string[] lines) =>
        lines.GroupBy(line => line[..4]).Select(key => key.Max(StringComparer.Ordinal)!).Order(StringComparer.Ordinal);

    /// <summary>Each key came in both versions, the older one first; none came in another, and some twice where the note was prevented.</summary>
    private void AssertDelivered(bool twice)
    {
        string[] lines = File.ReadAllLines(Path.Combine(_files.Folder, "inbox"));
        foreach (IGrouping<string, string[]> key in lines.Select(line => line.Split(' ')).GroupBy(words => words[0]))
        {
            int value = int.Parse(key.Key[1..], System.Globalization.CultureInfo.InvariantCulture) * 1000;
            Assert.Equal([$"1 {value + 1}", $"2 {value + 2}"], key.Select(words => $"{words[1]} {words[2]}").Distinct());
        }

        Assert.Equal(2 * SinkJob.Entries, lines.Distinct().Count());
        Assert.True(!twice || lines.Length > 2 * SinkJob.Entries, "what was not noted must be delivered again");
    }

    private async Task<int> RunAsync(SinkKill kill, int number, int version)
    {
        using Process job = SinkJob.Start(_files.Folder, kill, number, version);
        Task<string> printed = job.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        try
        {
            await job.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(s_deadline, TestContext.Current.CancellationToken);
        }
        finally
        {
            if (!job.HasExited)
            {
                job.Kill();
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine(await printed);
        return job.ExitCode;
    }
}
