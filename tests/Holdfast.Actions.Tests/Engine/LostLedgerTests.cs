using Holdfast.Actions.Tests.Send;
using Holdfast.Testing;

namespace Holdfast.Actions.Tests.Engine;

/// <summary>A run whose ledger is taken away under it never says that it is complete.</summary>
public sealed class LostLedgerTests
{
    [Theory]
    [InlineData(ScriptedMoment.Committed, 20)]
    [InlineData(ScriptedMoment.Commit, 3)]
    public async Task Run_LedgerDeletedMeanwhile_NeverSaysThatItIsComplete(ScriptedMoment moment, int number)
    {
        PostSite site = new();
        await using ScriptedRun run = new(site.Handler);
        run.At(moment, number, () => File.Delete(run.Settings.LedgerPath));

        LedgerException error = await Assert.ThrowsAsync<LedgerException>(() => run.RunAsync(new SendPosts()));
        Assert.Equal(LedgerFault.Replaced, error.Fault);

        // Nothing went out that nobody could write down.
        Assert.Equal(number, site.Taken.Count);
    }

    [Fact]
    public async Task Run_LogCutOffMeanwhile_NeverSaysThatItIsComplete()
    {
        PostSite site = new();
        await using ScriptedRun run = new(site.Handler);
        run.At(ScriptedMoment.Committed, 12, () => CutOff(run.Settings.LedgerPath + "-wal", 0));

        RunReport? report = null;
        Exception? error = await Record.ExceptionAsync(async () => report = await run.RunAsync(new SendPosts()));
        Assert.True(error is LedgerException { Fault: LedgerFault.Corrupt } || report is { Mismatches.Count: > 0 }, error?.ToString() ?? $"{report?.End}");
    }

    private static void CutOff(string path, long length)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        file.SetLength(length);
    }
}
