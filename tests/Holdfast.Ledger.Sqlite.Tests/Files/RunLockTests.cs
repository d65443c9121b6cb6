using System.Diagnostics;
using System.Globalization;

namespace Holdfast.Ledger.Sqlite.Tests;

public sealed class RunLockTests : IDisposable
{
    private readonly LedgerFixture _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Acquire_HeldInThisProcess_NamesTheOwnerUntilReleased()
    {
        using (RunLock.Acquire(_files.Path, "gather", _files.Time))
        {
            RunLockedException locked = Assert.Throws<RunLockedException>(() => RunLock.Acquire(_files.Path, "gather", _files.Time));
            Assert.Equal(new RunLockOwner(OwnerProcess.Current, _files.Time.GetUtcNow()), locked.Owner);
            Assert.Contains(
                $"process {Environment.ProcessId} on {Environment.MachineName}, since 2026-01-02 03:04:05 UTC", locked.Message, StringComparison.Ordinal);
            RunLock.Acquire(_files.Path, "other", _files.Time).Dispose();
            RunLock.Acquire(_files.Path, "Gather", _files.Time).Dispose();
            RunLock.Acquire(_files.Path, "../gather", _files.Time).Dispose();
        }

        RunLock.Acquire(_files.Path, "gather", _files.Time).Dispose();
        Assert.All(Directory.GetFiles(_files.Folder), f => Assert.Equal(0, new FileInfo(f).Length));
    }

    [Fact]
    public async Task Acquire_HeldByAnotherProcess_NamesItAndIsFreeAtOnceWhenItIsKilled()
    {
        using KillableProcess holder = HelperProcess.Start("lock", _files.Path);
        string[] words = (await holder.ReadLineAsync())!.Split(' ');
        try
        {
            RunLockedException locked = Assert.Throws<RunLockedException>(() => RunLock.Acquire(_files.Path, "gather", _files.Time));
            Assert.Equal(holder.Id, locked.Owner!.Process.Pid);
            Assert.True(locked.Owner.Process.IsRunning);
            await holder.KillAsync();
            Assert.False(locked.Owner.Process.IsRunning);
            using RunLock mine = RunLock.Acquire(_files.Path, "gather", _files.Time);
        }
        finally
        {
            EndChild(words[1]);
        }
    }

    [Fact]
    public void Acquire_NoteOfADeadOwner_IsNotBelieved()
    {
        using (RunLock.Acquire(_files.Path, "gather", _files.Time))
        {
            string note = Directory.GetFiles(_files.Folder, "*.owner").Single();
            File.WriteAllText(note, File.ReadAllText(note).Replace(
                $"\"StartTime\":{OwnerProcess.Current.StartTime}", "\"StartTime\":1", StringComparison.Ordinal));
            Assert.Null(Assert.Throws<RunLockedException>(() => RunLock.Acquire(_files.Path, "gather", _files.Time)).Owner);
        }
    }

    [Fact]
    public void IsRunning_TellsReusedNumbersBootsAndHostsApart()
    {
        OwnerProcess me = OwnerProcess.Current;
        Assert.True(me.IsRunning);
        Assert.False((me with { StartTime = me.StartTime + 1 }).IsRunning);
        Assert.False((me with { BootId = "earlier" }).IsRunning);
        Assert.False((me with { Host = "elsewhere" }).IsRunning);
        Assert.False((me with { Pid = int.MaxValue }).IsRunning);
    }

    private static void EndChild(string id)
    {
        if (int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out int pid))
        {
            using Process child = Process.GetProcessById(pid);
            Assert.False(child.HasExited);
            child.Kill();
        }
    }
}
